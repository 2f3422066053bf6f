"""The clock: proposals nobody decided about, and approvals nobody applied in time."""

from django.db import transaction
from django.utils import timezone

from approvals.choices import EventType, ProposalState
from approvals.models import Proposal
from approvals.services.recording import move, record

BATCH = 200
EXPIRES = (ProposalState.PENDING, ProposalState.CHANGES_REQUESTED, ProposalState.APPROVED)


def expire_due() -> int:
    """Expire every proposal whose time has run out and return how many there were.

    Proposals somebody holds right now are left for the next time.
    """
    total = 0
    while count := _expire_some():
        total += count
    return total


def _expire_some() -> int:
    with transaction.atomic():
        due = Proposal.objects.filter(state__in=EXPIRES, expires_at__lte=timezone.now())
        rows = list(due.order_by("id").select_for_update(of=("self",), skip_locked=True)[:BATCH])
        for proposal in rows:
            move(proposal, ProposalState.EXPIRED)
            record(proposal, EventType.EXPIRED, by=None)
    return len(rows)
