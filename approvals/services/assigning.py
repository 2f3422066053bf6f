"""Who looks at a proposal next: named by a person, or more people when nobody did in time."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from approvals.choices import EventType, ProposalState
from approvals.models import Proposal
from approvals.registry import DECIDE_SYSTEM
from approvals.selectors import refusal
from approvals.services.errors import ForbiddenError, IllegalTransitionError
from approvals.services.recording import cause_of, locked, move, record
from core.models import User
from core.services import acting

BATCH = 200


def assign(proposal: Proposal, *, to: User | None, by: User, reason: str = "") -> Proposal:
    """Name the person who is to decide, None for nobody, and return the proposal.

    Those who may decide it assign it, and so do those who decide about the system; nobody is
    named who may not decide. Raises ForbiddenError, ValidationError, IllegalTransitionError.
    """
    with acting(by, cause_of(proposal)):
        standing = locked(proposal)
        if standing.state != ProposalState.PENDING:
            raise IllegalTransitionError("only what waits for a decision is assigned")
        if by.is_service or (refusal(by, standing) and not by.has_perm(DECIDE_SYSTEM)):
            raise ForbiddenError("those who may decide it assign it")
        if to is not None and refusal(to, standing):
            raise ValidationError({"to": f"{to} may not decide this"})
        move(standing, standing.state, assignee=to)
        details = {"to": to.username if to else ""}
        record(standing, EventType.ASSIGNED, by=by, reason=reason, details=details)
    return standing


def escalate_due() -> int:
    """Open every proposal nobody decided in time to more people; return how many there were.

    Proposals somebody holds right now are left for the next time.
    """
    total = 0
    while count := _escalate_some():
        total += count
    return total


def _escalate_some() -> int:
    with transaction.atomic():
        due = Proposal.objects.filter(
            state=ProposalState.PENDING,
            escalated_at__isnull=True,
            escalate_at__lte=timezone.now(),
        )
        rows = list(due.order_by("id").select_for_update(of=("self",), skip_locked=True)[:BATCH])
        for proposal in rows:
            move(proposal, proposal.state, escalated_at=timezone.now())
            details = {"to": proposal.escalate_to}
            record(proposal, EventType.ESCALATED, by=None, details=details)
    return len(rows)
