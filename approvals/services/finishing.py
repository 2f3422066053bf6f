"""The end of an application: what came of it, and of what it reverts."""

from collections import Counter

from django.utils import timezone

from approvals.choices import ApplyState, EventType, ProposalState
from approvals.models import Proposal, ProposalItem
from approvals.services.recording import locked, move, record
from approvals.services.switching import recalibrate
from core.models import User

DONE = (ApplyState.APPLIED, ApplyState.NOOP)


def finish(standing: Proposal, *, by: User | None) -> None:
    """Take a locked proposal whose items are all dealt with to its final state."""
    if standing.state != ProposalState.APPLYING:
        return
    counts = Counter(standing.current_items.values_list("apply_state", flat=True))
    done = sum(counts[state] for state in DONE)
    state = ProposalState.APPLIED
    if counts[ApplyState.CONFLICT]:
        state = ProposalState.PARTIALLY_APPLIED if done else ProposalState.CONFLICT
    move(
        standing,
        state,
        counts=dict(counts),
        applied_at=None if state == ProposalState.CONFLICT else timezone.now(),
    )
    step = EventType.APPLY_FAILED if state == ProposalState.CONFLICT else EventType.APPLIED
    record(standing, step, by=by, details={"counts": dict(counts)})
    if standing.reverts is not None:
        _mark_reverted(standing, standing.reverts, by=by)


def fail(standing: Proposal, error: str, *, by: User | None, transient: bool = False) -> None:
    """Take a locked proposal that cannot go on to `failed`.

    A `transient` error may pass by itself, so the same content may be tried again.
    """
    move(standing, ProposalState.FAILED, error=error[:2000], transient=transient)
    record(standing, EventType.APPLY_FAILED, by=by, reason=error[:2000])


def _mark_reverted(standing: Proposal, original: Proposal, *, by: User | None) -> None:
    undone = standing.current_items.filter(apply_state__in=DONE, reverts__isnull=False)
    marked = ProposalItem.objects.filter(
        pk__in=undone.values("reverts"), apply_state=ApplyState.APPLIED
    ).update(apply_state=ApplyState.REVERTED)
    if marked:
        original = locked(original)
        move(original, original.state, reverted_at=timezone.now())
        details = {"items": marked, "revert": str(standing.uid)}
        record(original, EventType.REVERTED, by=by, details=details)
        recalibrate(original.source)
