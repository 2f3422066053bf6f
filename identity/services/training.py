"""Learning from what reviewers decided, and proposing what was learned."""

from collections.abc import Iterable
from dataclasses import replace
from math import ceil
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.utils import timezone

from approvals.choices import ItemOp
from approvals.models import Proposal
from approvals.services import ItemDraft, propose
from core.models import User
from core.services import acting, audit
from identity.matching.correcting import Checked, Figures, check, correct
from identity.matching.model import Model, default_model
from identity.models import Training
from identity.selectors.decisions import Decided, decided_pairs
from identity.services.adopting import KIND, artifact_of, training_in_force
from identity.services.knowing import thresholds

LEAST: Final = 200
"""Decided pairs below which nothing is learned."""

LEAST_OF_EITHER: Final = 50
"""Of these, pairs that are one person, and pairs that are not."""

MOST: Final = 20_000
"""Decided pairs that are learned from; of more than these every n-th."""


class NothingLearnedError(Exception):
    """There are too few decisions, or on decisions it had not seen the learned model is no better.

    `checked` are the figures, where there are any.
    """

    def __init__(self, words: str, checked: Checked | None = None) -> None:
        self.checked = checked
        super().__init__(words)


class Learned(NamedTuple):
    """A model corrected by so many decided pairs, and how that did on others."""

    model: Model
    pairs: int
    same: int
    checked: Checked


def learn() -> Learned:
    """Correct the shipped model by the decided pairs; nothing is written.

    Always the shipped model by all decisions, so that learning twice adds nothing. Raises
    NothingLearnedError.
    """
    decided = decided_pairs()
    decided = decided[:: max(ceil(len(decided) / MOST), 1)]
    pairs = [each.labelled for each in decided]
    same = sum(pair.same for pair in pairs)
    if len(pairs) < LEAST or min(same, len(pairs) - same) < LEAST_OF_EITHER:
        raise NothingLearnedError(
            f"{len(pairs)} pairs are decided, {same} of them one person; it takes {LEAST} pairs,"
            f" {LEAST_OF_EITHER} of either kind"
        )
    shipped = default_model()
    checked = check(pairs, _groups(decided), shipped, auto_from=thresholds().auto_from)
    if not checked.is_better:
        raise NothingLearnedError(
            "on decisions it had not seen the learned model is no better than the shipped one",
            checked,
        )
    version = f"{shipped.version}.d{timezone.now():%y%m%d%H%M%S}"
    model = replace(correct(pairs, shipped), version=version)
    return Learned(model, len(pairs), same, checked)


def keep(learned: Learned, *, by: User) -> Training:
    """Keep what was learned; it scores only after `propose_model` was approved."""
    with acting(by, "identity.train"):
        row = Training.objects.create(
            version=learned.model.version,
            artifact=artifact_of(learned.model),
            pairs=learned.pairs,
            same=learned.same,
            figures=figures_of(learned.checked),
            by=by,
        )
        audit("identity.trained", by=by, payload={"training": str(row.uid), "pairs": row.pairs})
    return row


def figures_of(checked: Checked) -> dict[str, Any]:
    """Return the figures of a check as JSON: before and after, gain and its standard error."""
    return {
        "before": _told(checked.before),
        "after": _told(checked.after),
        "gain": round(checked.gain, 5),
        "error": round(checked.error, 5),
    }


@transaction.atomic
def propose_model(training: Training | None, *, by: User, reason: str = "") -> Proposal:
    """Propose that what was learned scores from now on, with None the shipped model again."""
    standing = training_in_force()
    name = training.version if training else "the shipped model"
    return propose(
        kind=KIND,
        title=f"Match people by {name}",
        summary=reason,
        items=[
            ItemDraft(
                op=ItemOp.CONFIG_ACTIVATE,
                target_type="training",
                target_uid=training.uid if training else None,
                before={"training": str(standing.uid) if standing else ""},
                after={"training": str(training.uid) if training else ""},
            )
        ],
        by=by,
        dedupe_key=f"{KIND}:{training.uid if training else 'shipped'}",
    )


def _told(figures: Figures) -> dict[str, Any]:
    rounded = {"loss": round(figures.loss, 5)}
    shares = {"precision": round(figures.precision, 4), "recall": round(figures.recall, 4)}
    return figures._asdict() | rounded | shares


def _groups(decided: Iterable[Decided]) -> list[int]:
    """Return for each pair the name of the people it hangs together with, over other pairs."""
    heads: dict[int, int] = {}

    def head(person: int) -> int:
        while (above := heads.setdefault(person, person)) != person:
            heads[person] = person = heads.setdefault(above, above)
        return person

    pairs = [(each.left, each.right) for each in decided]
    for left, right in pairs:
        heads[head(right)] = head(left)
    return [head(left) for left, _ in pairs]
