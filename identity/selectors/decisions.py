"""Pairs people decided about, as they stood when they were decided.

People who were merged are one record now, so nothing is compared anew: a pair is read from the
evidence it was stored with, that of merged ones from the journal of their merge.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.db.models import Exists, OuterRef

from approvals.choices import PolicyDecision
from core.choices import MoveAction
from identity.choices import CandidateStatus, MergeState, OperationKind, Verdict
from identity.matching.compare import Row
from identity.matching.fitting import Labelled
from identity.matching.model import Model, default_model, parse_content
from identity.models import MatchCandidate, MatchModel, MergeMove, PairVerdict

BINS: Final = 20
"""Bands of probability within which decided pairs stand for those that wait."""

MOST_OFTEN: Final = 5.0  # pairs that one decided pair may stand for
_BARE: Final = frozenset({"prior", "interaction"})
_TABLE: Final = MatchCandidate._meta.db_table  # noqa: SLF001 -- Django's documented name


class Decided(NamedTuple):
    """A decided pair: the two contacts, what was compared and what people said."""

    left: int
    right: int
    score: float
    labelled: Labelled


def decided_pairs() -> list[Decided]:
    """Return the pairs people decided about, each weighed by how many like it wait undecided.

    The queue is worked from the top, so likely pairs are decided sooner than others: within a
    band of probability each decided pair stands for those that wait as well, five at most.
    """
    found = [*_merged(), *_said(Verdict.DIFFERENT, same=False), *_said(Verdict.SAME, same=True)]
    waiting = Counter(
        _bin(float(score))
        for score in MatchCandidate.objects.filter(status=CandidateStatus.OPEN)
        .exclude(Exists(_verdict(Verdict.SAME)))
        .values_list("score", flat=True)
    )
    decided = Counter(_bin(each.score) for each in found)
    times = {
        number: min((count + waiting[number]) / count, MOST_OFTEN)
        for number, count in decided.items()
    }
    mean = sum(times[number] * count for number, count in decided.items()) / max(len(found), 1)
    return [
        each._replace(labelled=each.labelled._replace(times=times[_bin(each.score)] / mean))
        for each in found
    ]


def _bin(score: float) -> int:
    return min(int(score * BINS), BINS - 1)


def _verdict(verdict: str) -> Any:
    return PairVerdict.objects.filter(
        left=OuterRef("left"), right=OuterRef("right"), verdict=verdict
    )


def _said(verdict: str, *, same: bool) -> Iterator[Decided]:
    """Yield the pairs of whom a person said so and that still are two records."""
    pairs = MatchCandidate.objects.filter(Exists(_verdict(verdict))).order_by("pk")
    wanted = ("left_id", "right_id", "score", "model_version", "features")
    for left, right, score, version, features in pairs.values_list(*wanted).iterator(2_000):
        if rows := _rows(features, version):
            labelled = Labelled(rows, _prior(features), same)
            yield Decided(left, right, float(score), labelled)


def _merged() -> Iterator[Decided]:
    """Yield the pairs that stand as one because a person merged them."""
    moves = (
        MergeMove.objects.filter(
            table=_TABLE,
            action=MoveAction.DROP,
            operation__kind=OperationKind.MERGE,
            operation__state=MergeState.DONE,
        )
        .exclude(operation__proposal__policy_snapshot__decision=PolicyDecision.AUTO_APPLY)
        .select_related("operation")
        .prefetch_related("operation__losers")
        .order_by("operation_id", "seq")
    )
    for move in moves:
        before, operation = move.before, move.operation
        left, right = int(before["left_id"]), int(before["right_id"])
        people = {operation.survivor_id, *(each.pk for each in operation.losers.all())}
        rows = _rows(before["features"], before["model_version"])
        if rows and {left, right} <= people:
            labelled = Labelled(rows, _prior(before["features"]), same=True)
            yield Decided(left, right, float(before["score"]), labelled)


def _prior(features: Mapping[str, Any]) -> float:
    return sum(float(row["points"]) for row in features["evidence"] if row["comparison"] == "prior")


def _rows(features: Mapping[str, Any], version: str) -> list[Row]:
    """Return what was compared; how rare a value was follows from what its rarity added."""
    model = _model_of(version)
    told = [row for row in features.get("evidence", ()) if row["comparison"] not in _BARE]
    return [
        Row(row["comparison"], row["level"], _bits(row, model), row["left"], row["right"])
        for row in told
    ]


def _bits(row: Mapping[str, Any], model: Model) -> float:
    level = model.levels.get((row["comparison"], row["level"]))
    if level is None or not level.slope:
        return level.usual if level else 0.0
    return level.usual + float(row["tf"]) / level.slope


@lru_cache(maxsize=8)
def _model_of(version: str) -> Model:
    row = MatchModel.objects.filter(version=version).first()
    return parse_content(row.artifact) if row else default_model()
