"""How far people agree with what sources propose, by source and confidence."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from approvals.choices import PolicyDecision, ProposalState
from approvals.models import ApprovalPolicy, AutoApplySwitch, Proposal
from core.models import SourceSystem

WINDOW = timedelta(days=90)
SAMPLE = 20
"""Fewer decisions than this say nothing about a source."""
EDGES = tuple(map(Decimal, ("0", "0.5", "0.6", "0.7", "0.8", "0.9", "0.95", "1.001")))
APPROVED = Q(decided_at__isnull=False) & ~Q(state=ProposalState.REJECTED)
BY_PEOPLE = ~Q(policy_snapshot__decision=PolicyDecision.AUTO_APPLY)
REVERTED = Q(reverted_at__isnull=False)
COUNTS = {
    "accepted": Count("pk", filter=APPROVED & BY_PEOPLE & Q(revision=1) & ~REVERTED),
    "corrected": Count("pk", filter=APPROVED & BY_PEOPLE & Q(revision__gt=1) & ~REVERTED),
    "rejected": Count("pk", filter=Q(state=ProposalState.REJECTED) | REVERTED),
}


@dataclass(frozen=True, slots=True)
class Bucket:
    """What people said about proposals of one range of confidence.

    `low` and `high` are shares of one, `low` included; an unknown confidence has neither.
    Corrected means approved after an edit; rejected counts what was reverted later, too.
    """

    low: Decimal | None
    high: Decimal | None
    accepted: int = 0
    corrected: int = 0
    rejected: int = 0

    @property
    def decided(self) -> int:
        """How many decisions this rests on."""
        return self.accepted + self.corrected + self.rejected

    @property
    def share(self) -> float | None:
        """The share people accepted as it was, None without decisions."""
        return self.accepted / self.decided if self.decided else None


@dataclass(frozen=True, slots=True)
class Calibration:
    """One source: its buckets from low to high, unknown confidence first, and its switch."""

    source: SourceSystem
    buckets: list[Bucket]
    switch: AutoApplySwitch | None

    @property
    def total(self) -> Bucket:
        """All buckets as one."""
        return Bucket(
            None,
            None,
            accepted=sum(each.accepted for each in self.buckets),
            corrected=sum(each.corrected for each in self.buckets),
            rejected=sum(each.rejected for each in self.buckets),
        )

    @property
    def on(self) -> bool:
        """Whether policies may approve what it proposes."""
        return self.switch is None or self.switch.on


def calibrations(since: datetime | None = None) -> list[Calibration]:
    """Return what people said about each source that proposed anything, in the last 90 days."""
    rows = _decided(since or timezone.now() - WINDOW).values("source_id", "bucket")
    by_source: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.annotate(**COUNTS).order_by("source_id", "bucket"):
        by_source[row["source_id"]].append(row)
    newest = AutoApplySwitch.objects.order_by("source_id", "-id").distinct("source_id")
    switches = {row.source_id: row for row in newest.select_related("by")}
    known = SourceSystem.objects.filter(pk__in={*by_source, *switches}).order_by("name", "code")
    return [
        Calibration(source, _buckets(by_source[source.pk]), switches.get(source.pk))
        for source in known
    ]


def is_switched_off(source: SourceSystem) -> bool:
    """Return whether automatic approval is off for a source."""
    newest = newest_switch(source)
    return newest is not None and not newest.on


def newest_switch(source: SourceSystem) -> AutoApplySwitch | None:
    """Return the last time automatic approval of a source was turned off or on."""
    return AutoApplySwitch.objects.filter(source=source).order_by("-id").first()


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A source people accept less often than a rule asks for; the share is of `decided`."""

    policy: ApprovalPolicy
    accepted: int
    decided: int


def shortfall(source: SourceSystem) -> Shortfall | None:
    """Return why a source loses its automatic approvals, None while it holds up.

    Only decisions since it was last switched on count, and SAMPLE of them at least.
    """
    newest = newest_switch(source)
    start = timezone.now() - WINDOW
    decided = Proposal.objects.filter(
        source=source, decided_at__gt=max(start, newest.at) if newest else start
    )
    for policy in _rules_about(source):
        counted = decided
        if policy.min_confidence is not None:
            counted = decided.filter(confidence__gte=policy.min_confidence)
        row = counted.aggregate(**COUNTS)
        total = sum(row.values())
        if total >= SAMPLE and Decimal(row["accepted"]) / total < (policy.min_accept_rate or 0):
            return Shortfall(policy, row["accepted"], total)
    return None


def _rules_about(source: SourceSystem) -> "QuerySet[ApprovalPolicy]":
    rules = ApprovalPolicy.objects.filter(
        active=True, decision=PolicyDecision.AUTO_APPLY, min_accept_rate__isnull=False
    )
    return rules.filter(Q(sources=[]) | Q(sources__contains=[source.code]))


def _decided(since: datetime) -> "QuerySet[Any]":
    steps = [
        When(confidence__gte=low, confidence__lt=high, then=Value(place))
        for place, (low, high) in enumerate(_ranges())
    ]
    bucket = Case(*steps, default=Value(-1), output_field=IntegerField())
    rows = Proposal.objects.filter(decided_at__gt=since, source__isnull=False)
    return rows.annotate(bucket=bucket)


def _ranges() -> list[tuple[Decimal, Decimal]]:
    return list(pairwise(EDGES))


def _buckets(rows: Iterable[dict[str, Any]]) -> list[Bucket]:
    found = {row["bucket"]: {name: row[name] for name in COUNTS} for row in rows}
    ranges: list[tuple[Decimal | None, Decimal | None]] = [(None, None), *_ranges()]
    return [Bucket(*ends, **found.get(place, {})) for place, ends in enumerate(ranges, start=-1)]
