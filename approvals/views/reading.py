"""The queue and one proposal in it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from approvals.choices import TRANSITIONS, ApplyMode, EventType, ProposalState
from approvals.models import Proposal
from approvals.registry import DECIDE_SYSTEM
from approvals.selectors import refusal, visible_to
from approvals.selectors.showing import shown_items
from approvals.views.stream import Stream, producer
from core.models import User

ITEMS_SHOWN = 50
REASONS = {
    "service_may_not_approve": "Services propose; people decide.",
    "self_approval": "You proposed this yourself, so somebody else decides.",
    "not_eligible": "Your roles do not let you decide this.",
}


@require_safe
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """Show everything that waits for this person."""
    stream = Stream(request)
    lines = [(row, producer(row), stream.address(row)) for row in stream.rows]
    return render(request, "approvals/queue.html", {"stream": stream, "lines": lines})


@require_safe
@login_required
def detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one proposal and what this person may do with it."""
    stream = Stream(request)
    return drawn(request, opened(stream.user, uid), stream)


def opened(user: User, uid: UUID) -> Proposal:
    """Return a proposal this person may read; raises Http404."""
    rows = visible_to(user).select_related("proposer", "on_behalf_of", "source", "reverts")
    found = rows.filter(uid=uid).first()
    if found is None:
        raise Http404("no proposal this person may see")
    return found


def drawn(
    request: HttpRequest,
    proposal: Proposal,
    stream: Stream,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Return the page of a proposal; htmx gets its inner part alone."""
    items = shown_items(proposal)
    context = {
        "proposal": proposal,
        "stream": stream,
        "place": stream.place(proposal),
        "next": stream.address(stream.after(proposal)),
        "producer": producer(proposal),
        "items": items[:ITEMS_SHOWN],
        "more_items": max(0, len(items) - ITEMS_SHOWN),
        "by_item": len(items) > 1 and proposal.apply_mode == ApplyMode.PER_ITEM,
        "events": proposal.events.select_related("actor", "on_behalf_of").order_by("-seq"),
        "needs_reason": bool(proposal.policy_snapshot.get("require_comment")),
        **_rights(stream.user, proposal),
        **more,
    }
    part = bool(getattr(request, "htmx", False)) and not request.htmx.boosted  # type: ignore[attr-defined]  # set by django-htmx
    name = "approvals/_proposal.html" if part else "approvals/detail.html"
    return render(request, name, context, status=status)


def _rights(user: User, proposal: Proposal) -> dict[str, Any]:
    """Return what this person may do, and why not."""
    pending = proposal.state == ProposalState.PENDING
    why_not = REASONS.get(refusal(user, proposal), "") if pending else ""
    voices = proposal.events.filter(type=EventType.APPROVED, revision=proposal.revision)
    given = list(voices.values_list("actor_id", flat=True))
    if pending and not why_not and user.pk in given:
        why_not = "You approved this; it waits for somebody else."
    takes_back = user.pk == proposal.proposer_id or user.has_perm(DECIDE_SYSTEM)
    return {
        "may_decide": pending and not why_not,
        "why_not": why_not,
        "approvals_given": len(given),
        "may_withdraw": takes_back
        and ProposalState.WITHDRAWN in TRANSITIONS.get(proposal.state, frozenset()),
    }
