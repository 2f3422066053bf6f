"""What undoing an import would do, found out by doing it and taking it back at once."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, QuerySet

from core.models import User
from identity.choices import RevertOutcome
from identity.models import SourceRecord
from imports.choices import BatchState
from imports.models import RawBatch, RowResult
from imports.pipeline.happenings import HAPPENINGS
from imports.services.applying import revert_step

MOST: Final = 5_000  # rows: a try of more would hold up other imports for too long
MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How many records undoing would archive, restore, keep and leave, and why it keeps them."""

    archived: int
    restored: int
    kept: int
    unlinked: int
    why: dict[str, int]

    def __str__(self) -> str:
        named = {"archived": self.archived, "restored": self.restored, "kept": self.kept}
        return ", ".join(f"{rows:,} {word}" for word, rows in named.items() if rows) or "nothing"


def foresee_undo(batch: RawBatch, *, by: User) -> Foreseen | None:
    """Return what undoing the batch would do as things stand; None for a large one.

    Nothing of it stays. Raises WrongStateError for a batch that was not applied.
    """
    if batch.row_count > MOST:
        return None
    with transaction.atomic():
        after, finished = 0, False
        while not finished:
            step = revert_step(batch.uid, by=by, after=after)
            after, finished = step.after, step.finished
        foreseen = _outcomes(batch)
        transaction.set_rollback(True)  # of this block alone
    return foreseen


def later_imports(batch: RawBatch) -> list[RawBatch]:
    """Return the first later imports that tell of the same records and are not undone.

    A large file is not looked at: undone first, it keeps what others know, and says so.
    """
    later = RawBatch.objects.filter(pk__gt=batch.pk, state=BatchState.APPLIED)
    if batch.row_count > MOST or not later.exists():
        return []
    told: Any
    if batch.entity in HAPPENINGS:
        told = RowResult.objects.filter(
            target_id__in=batch.results.values("target_id"),
            kind__in=batch.results.values("kind"),
            reverted="",
        )
    else:
        people = SourceRecord.objects.filter(batch_id=batch.pk, contact__isnull=False)
        told = SourceRecord.objects.filter(contact__in=people.values("contact"), reverted="")
    return list(later.filter(pk__in=told.values("batch_id")).order_by("pk")[:MOST_NAMED])


def _outcomes(batch: RawBatch) -> Foreseen:
    rows: QuerySet[SourceRecord] | QuerySet[RowResult]
    if batch.entity in HAPPENINGS:
        rows = RowResult.objects.filter(batch=batch)
    else:
        rows = SourceRecord.objects.filter(
            batch_id=batch.pk, contact__isnull=batch.entity == "account"
        )
    counted = rows.values_list("reverted", "revert_note").annotate(n=Count("id")).order_by()
    outcomes: Counter[str] = Counter()
    why: Counter[str] = Counter()
    for outcome, note, number in counted:
        outcomes[outcome] += number
        if outcome == RevertOutcome.KEPT:
            why[note or "in use or changed since"] += number
    return Foreseen(
        archived=outcomes[RevertOutcome.ARCHIVED],
        restored=outcomes[RevertOutcome.RESTORED],
        kept=outcomes[RevertOutcome.KEPT],
        unlinked=outcomes[RevertOutcome.UNLINKED],
        why=dict(why.most_common(10)),
    )
