"""A newer proposal takes the place of older ones of the same producer."""

from collections.abc import Iterable, Sequence

from approvals.choices import EventType, ItemOp, ProposalState
from approvals.models import Proposal, ProposalItem
from approvals.services.errors import ForbiddenError, IllegalTransitionError
from approvals.services.recording import locked, move, record
from core.models import SourceSystem, User

REPLACED = (ProposalState.PENDING, ProposalState.CHANGES_REQUESTED)
type Claim = tuple[str, object, str]


def supersede(older: Proposal, *, by: User, source: SourceSystem | None) -> None:
    """Take back a proposal its producer has replaced.

    Raises ForbiddenError for somebody else's, IllegalTransitionError for one that is over.
    """
    older = locked(older)
    same_source = source is not None and older.source_id == source.pk
    if older.proposer_id != by.pk and not same_source:
        raise ForbiddenError("only the same author or source supersedes a proposal")
    if older.state == ProposalState.SUPERSEDED:
        raise IllegalTransitionError("superseded already")
    move(older, ProposalState.SUPERSEDED)
    record(older, EventType.SUPERSEDED, by=by)


def supersede_covered(newer: Proposal, items: Sequence[ProposalItem], *, by: User) -> None:
    """Supersede open proposals of the same producer about nothing but the same fields.

    One that proposes something else as well stays: that part still wants a decision. Reverts
    neither supersede nor are superseded.
    """
    claims = _claims(items)
    if not claims or newer.reverts_id:
        return
    for older in _of_same_producer(newer, items):
        theirs = list(older.current_items)
        if all(item.op == ItemOp.UPDATE for item in theirs) and _claims(theirs) <= claims:
            move(older, ProposalState.SUPERSEDED)
            details = {"superseded_by": str(newer.uid)}
            record(older, EventType.SUPERSEDED, by=by, details=details)


def _of_same_producer(newer: Proposal, items: Sequence[ProposalItem]) -> Iterable[Proposal]:
    """Return the candidates, locked in the order of their ids."""
    uids = [item.target_uid for item in items if item.op == ItemOp.UPDATE]
    about = ProposalItem.objects.filter(target_uid__in=uids, op=ItemOp.UPDATE)
    rows = Proposal.objects.filter(
        pk__in=about.values("proposal_id"),
        state__in=REPLACED,
        proposer_id=newer.proposer_id,
        source_id=newer.source_id,
        reverts__isnull=True,
    )
    return rows.exclude(pk=newer.pk).order_by("id").select_for_update(of=("self",))


def _claims(items: Iterable[ProposalItem]) -> set[Claim]:
    return {
        (item.kind, item.target_uid, name)
        for item in items
        if item.op == ItemOp.UPDATE
        for name in item.after
    }
