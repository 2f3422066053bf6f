"""What a person decided last and may still take back, and what undoes a proposal."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from approvals.choices import EventType, ProposalState
from approvals.models import ApprovalEvent, Proposal
from core.models import User

UNDO_FOR = timedelta(minutes=10)
TAKEN_BACK = (ProposalState.PENDING, ProposalState.APPROVED, ProposalState.REJECTED)
REVERTIBLE = (ProposalState.APPLIED, ProposalState.PARTIALLY_APPLIED)


def last_decision(user: User) -> ApprovalEvent | None:
    """Return a person's last approval or rejection of the last ten minutes, None for none."""
    said = ApprovalEvent.objects.filter(
        type__in=[EventType.APPROVED, EventType.REJECTED],
        actor=user,
        at__gt=timezone.now() - UNDO_FOR,
    )
    return said.select_related("proposal").order_by("-at", "-id").first()


def may_take_back(said: ApprovalEvent) -> bool:
    """Return whether a decision still stands: nothing went on since, or it can be reverted."""
    proposal = said.proposal
    if proposal.state in REVERTIBLE:
        return proposal.reverted_at is None and not undoings_of(proposal).exists()
    return proposal.state in TAKEN_BACK and proposal.revision == said.revision


def undoings_of(proposal: Proposal) -> QuerySet[Proposal]:
    """Return the proposals that undo one, or an item of it, the newest first."""
    own = proposal.items.values("pk")
    about = Proposal.objects.filter(Q(reverts=proposal) | Q(items__reverts__in=own))
    return about.distinct().order_by("-id")
