"""Decisions: by people, about what stands, once."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils import timezone

from approvals.choices import ApplyMode, EventType, ItemDecision, ProposalState
from approvals.models import Proposal
from approvals.selectors import refusal
from approvals.services.errors import (
    REFUSALS,
    AlreadyDecidedError,
    EligibilityError,
    IllegalTransitionError,
    StaleRevisionError,
)
from approvals.services.proposing import settle
from approvals.services.recording import cause_of, locked, move, record
from core.models import User
from core.services import acting, audit

WAYS = {"accept": ItemDecision.ACCEPTED, "reject": ItemDecision.REJECTED}
UNDECIDED = (ProposalState.PENDING, ProposalState.CHANGES_REQUESTED)


def approve(
    proposal: Proposal,
    *,
    by: User,
    revision: int,
    content_hash: str,
    reason: str = "",
    item_decisions: Mapping[int, str] | None = None,
) -> Proposal:
    """Approve what stands and return the proposal, approved once it has all approvals it needs.

    `item_decisions` maps the number of an item to `accept` or `reject`; an item one reviewer
    rejects is left out. Raises an EligibilityError, StaleRevisionError, AlreadyDecidedError or
    ValidationError.
    """
    with _standing(proposal, by, revision, content_hash) as standing:
        if standing.policy_snapshot.get("require_comment") and not reason.strip():
            raise ValidationError({"reason": "this decision needs a reason"})
        if _has_approved(standing, by):
            raise AlreadyDecidedError("you approved this revision already")
        _decide_items(standing, item_decisions or {})
        record(standing, EventType.APPROVED, by=by, reason=reason)
        settle(standing)
    return standing


def reject(
    proposal: Proposal, *, by: User, revision: int, content_hash: str, reason: str
) -> Proposal:
    """Reject what stands, for a reason, and return the proposal; one eligible person suffices."""
    with _standing(proposal, by, revision, content_hash) as standing:
        _require(reason)
        record(standing, EventType.REJECTED, by=by, reason=reason)
        move(standing, ProposalState.REJECTED, decided_at=timezone.now())
    return standing


def request_changes(
    proposal: Proposal, *, by: User, revision: int, content_hash: str, reason: str
) -> Proposal:
    """Send what stands back to its author, for a reason, and return the proposal."""
    with _standing(proposal, by, revision, content_hash) as standing:
        _require(reason)
        record(standing, EventType.CHANGES_REQUESTED, by=by, reason=reason)
        move(standing, ProposalState.CHANGES_REQUESTED)
    return standing


@contextmanager
def _standing(proposal: Proposal, by: User, revision: int, content_hash: str) -> Iterator[Proposal]:
    """Lock the proposal and hold it ready for a decision by this person about this revision.

    A refused attempt leaves an audit event.
    """
    try:
        with acting(by, cause_of(proposal)):
            standing = locked(proposal)
            if code := refusal(by, standing):
                raise REFUSALS[code](code.replace("_", " "))
            _check_open(standing)
            if (revision, content_hash) != (standing.revision, standing.content_hash):
                raise StaleRevisionError(f"revision {standing.revision} stands now")
            yield standing
    except EligibilityError as error:
        audit(
            "proposal.refused",
            by=by,
            object_type="proposal",
            object_uid=proposal.uid,
            proposal_uid=proposal.uid,
            payload={"code": error.code},
        )
        raise


def _check_open(standing: Proposal) -> None:
    if standing.state not in UNDECIDED:
        raise AlreadyDecidedError(f"already {standing.get_state_display().lower()}")
    if standing.state != ProposalState.PENDING:
        raise IllegalTransitionError("the author has been asked for changes")
    if standing.expires_at <= timezone.now():
        raise IllegalTransitionError("the proposal has expired")


def _has_approved(standing: Proposal, by: User) -> bool:
    events = standing.events.filter(type=EventType.APPROVED, revision=standing.revision)
    return bool(events.filter(actor=by).exists())


def _decide_items(standing: Proposal, decisions: Mapping[int, str]) -> None:
    if "reject" in decisions.values() and standing.apply_mode == ApplyMode.ATOMIC:
        raise ValidationError({"item_decisions": "the items stand or fall together"})
    for seq, way in decisions.items():
        if way not in WAYS:
            raise ValidationError({"item_decisions": f"accept or reject, not {way}"})
        items = standing.current_items.filter(seq=seq).exclude(decision=ItemDecision.REJECTED)
        items.update(decision=WAYS[way])
    if not standing.current_items.exclude(decision=ItemDecision.REJECTED).exists():
        raise ValidationError({"item_decisions": "nothing is left; reject the proposal"})


def _require(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "say why"})
