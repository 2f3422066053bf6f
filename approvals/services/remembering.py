"""Keeping what people turned down, so that nobody has to turn it down twice."""

from collections.abc import Iterable, Sequence

from approvals.choices import ItemOp, RejectionReason
from approvals.models import Proposal, ProposalItem, RejectedValue
from approvals.selectors.memory import evidence_hashes, producer_key, remembered, value_hash
from approvals.services.errors import RejectedBeforeError
from core.models import SourceSystem, User


def remember(
    proposal: Proposal,
    rejected: Iterable[tuple[ProposalItem, Sequence[str]]],
    *,
    by: User,
    reason_code: str = "",
) -> None:
    """Keep rejected values; `rejected` are items, each with the names of fields turned down."""
    producer = producer_key(proposal.source, proposal.proposer)
    rows = [
        RejectedValue(
            proposal=proposal,
            producer=producer,
            target_type=item.target_type,
            target_uid=item.target_uid,
            field=name,
            value_hash=value_hash(item, name),
            evidence=evidence_hashes(item),
            reason_code=reason_code or RejectionReason.OTHER,
            rejected_by=by,
        )
        for item, names in rejected
        if item.op == ItemOp.UPDATE and item.target_uid is not None
        for name in names
    ]
    RejectedValue.objects.bulk_create(rows)


def refuse_repeats(source: SourceSystem | None, by: User, items: Sequence[ProposalItem]) -> None:
    """Refuse what a person turned down and a machine or source brings again without evidence.

    People without a source may ask again: reviewers then see the earlier rejection. Raises
    RejectedBeforeError that names the rejected proposals and the fields.
    """
    if source is None and not by.is_service:
        return
    known = remembered(producer_key(source, by), items)
    if known:
        fields = sorted({row.field for row in known})
        rows = Proposal.objects.filter(pk__in={row.proposal_id for row in known})
        uids = list(rows.order_by("id").values_list("uid", flat=True))
        words = f"a person rejected {', '.join(fields)} before; bring new evidence"
        raise RejectedBeforeError(words, rejections=uids, fields=fields)
