"""What people turned down before: the same value, for the same record, from the same producer."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from approvals.choices import EventType, ItemOp
from approvals.models import ApprovalEvent, Proposal, ProposalItem, RejectedValue
from core.models import SourceSystem, User
from core.services import canonical_json, sha256

REMEMBERED = timedelta(days=90)


def producer_key(source: SourceSystem | None, by: User) -> str:
    """Return the name under which rejections of a producer are kept: its source, else its login."""
    return f"source:{source.code}" if source else f"user:{by.username}"


def value_hash(item: ProposalItem, name: str) -> str:
    """Return the sha256 of one proposed value; the record's uid salts it."""
    return sha256(canonical_json([str(item.target_uid), name, item.after.get(name)]))


def evidence_hashes(item: ProposalItem) -> list[str]:
    """Return the sha256 of each piece of evidence of an item, sorted."""
    return sorted(sha256(canonical_json(piece)) for piece in item.evidence)


def remembered(producer: str, items: Sequence[ProposalItem]) -> list[RejectedValue]:
    """Return the rejections that stand against these items: fresh, and without new evidence."""
    found = []
    for item in items:
        rows = _rejections([item]).filter(producer=producer)
        given = set(evidence_hashes(item))
        found += [row for row in rows if given <= set(row.evidence)]
    return found


def rejected_before(proposal: Proposal) -> list[RejectedValue]:
    """Return the rejections of the values a proposal proposes, whoever proposed them then."""
    rows = _rejections(list(proposal.current_items)).exclude(proposal=proposal)
    return list(rows.select_related("proposal", "rejected_by"))


def _rejections(items: Iterable[ProposalItem]) -> "QuerySet[RejectedValue]":
    same = Q(pk__in=[])
    for item in items:
        if item.op == ItemOp.UPDATE and item.target_uid is not None:
            hashes = [value_hash(item, name) for name in item.after]
            same |= Q(target_uid=item.target_uid, value_hash__in=hashes)
    taken_back = ApprovalEvent.objects.filter(
        proposal=OuterRef("proposal"), type=EventType.TAKEN_BACK, at__gte=OuterRef("at")
    )
    rows = RejectedValue.objects.filter(same, at__gt=timezone.now() - REMEMBERED)
    return rows.exclude(Exists(taken_back))
