"""What authors and reviewers do to a proposal besides deciding."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from approvals.choices import EventType, ProposalState
from approvals.models import ApprovalEvent, Proposal
from approvals.registry import DECIDE_SYSTEM
from approvals.selectors import refusal
from approvals.services.drafting import ItemDraft, items_from
from approvals.services.errors import REFUSALS, ForbiddenError, IllegalTransitionError
from approvals.services.proposing import govern, write_items
from approvals.services.recording import cause_of, locked, move, record
from core.models import User
from core.services import acting

EDITABLE = (
    ProposalState.PENDING,
    ProposalState.CHANGES_REQUESTED,
    ProposalState.CONFLICT,
    ProposalState.FAILED,
)


def edit(proposal: Proposal, *, by: User, items: Sequence[ItemDraft], reason: str) -> Proposal:
    """Replace the items: a new revision that waits for approvals of its own.

    The author may edit, and so may those who could decide; whoever edits becomes an author and
    cannot approve. Earlier approvals are void and the earlier items stay on record. Raises
    ForbiddenError, an EligibilityError, IllegalTransitionError and what `propose` raises.
    """
    with acting(by, cause_of(proposal)):
        standing = locked(proposal)
        _check_editor(standing, by)
        if standing.state not in EDITABLE:
            raise IllegalTransitionError(f"a proposal {standing.state} is not edited")
        drafted = items_from(standing.kind, items)
        standing.revision += 1
        standing.barred = sorted({*standing.barred, by.pk})
        govern(standing, drafted, person=True)
        standing.state, standing.decided_at, standing.error = ProposalState.PENDING, None, ""
        standing.save()
        write_items(standing, drafted)
        record(standing, EventType.EDITED, by=by, reason=reason)
    return standing


def withdraw(proposal: Proposal, *, by: User, reason: str = "") -> Proposal:
    """Take a proposal back; its author may, and so may those who decide about the system."""
    with acting(by, cause_of(proposal)):
        standing = locked(proposal)
        if by.pk != standing.proposer_id and (by.is_service or not by.has_perm(DECIDE_SYSTEM)):
            raise ForbiddenError("only its author takes a proposal back")
        move(standing, ProposalState.WITHDRAWN)
        record(standing, EventType.WITHDRAWN, by=by, reason=reason)
    return standing


def comment(proposal: Proposal, *, by: User, text: str) -> ApprovalEvent:
    """Add a remark to a proposal and return it."""
    if not text.strip():
        raise ValidationError({"text": "say something"})
    with acting(by, cause_of(proposal)):
        return record(locked(proposal), EventType.COMMENTED, by=by, reason=text)


def _check_editor(standing: Proposal, by: User) -> None:
    if by.pk in {standing.proposer_id, standing.on_behalf_of_id}:
        return
    code = refusal(by, standing)
    if code == "self_approval":  # an earlier editor may go on editing
        return
    if code:
        raise REFUSALS[code](code.replace("_", " "))
    if not standing.policy_snapshot.get("allow_edit"):
        raise ForbiddenError("the policy lets nobody but the author edit")
