"""The queue and one proposal in it."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals.choices import (
    TRANSITIONS,
    ApplyMode,
    EventType,
    ProposalState,
    RejectionReason,
    Risk,
)
from approvals.models import Proposal
from approvals.registry import DECIDE_SYSTEM
from approvals.selectors import eligible_people, hats, refusal, visible_to, waiting_count
from approvals.selectors.eligibility import is_solo
from approvals.selectors.memory import rejected_before
from approvals.selectors.queue import badge
from approvals.selectors.showing import shown_items, told_items
from approvals.selectors.staleness import changes_since
from approvals.selectors.undoing import REVERTIBLE, undoings_of
from approvals.services import WHY_NOT, ApprovalError, preview
from approvals.views.stream import Stream, producer
from core.models import User
from core.services.leasing import hold, release

ITEMS_SHOWN = 50
BROKEN = (ProposalState.CONFLICT, ProposalState.FAILED)
DECIDED = (
    EventType.APPROVED,
    EventType.AUTO_APPROVED,
    EventType.REJECTED,
    EventType.APPLIED,
    EventType.REVERTED,
)


@require_safe
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """Show everything that waits for this person."""
    stream = Stream(request)
    release(Proposal.objects.all(), by=stream.user)
    lines = [(row, producer(row), stream.address(row), stream.held(row)) for row in stream.rows]
    context = {
        "stream": stream,
        "first": stream.onward(),
        "lines": lines,
        "batchable": any(fits_a_batch(row) for row in stream.rows),
        "reasons": RejectionReason.choices,
    }
    return render(request, "approvals/queue.html", context)


@require_safe
@login_required
def count(request: HttpRequest) -> HttpResponse:
    """Return how many proposals wait for this person, as a badge, or nothing for none."""
    return HttpResponse(badge(waiting_count(cast("User", request.user))))


def fits_a_batch(row: Proposal) -> bool:
    """Return whether its policy and its risk let it be decided together with others."""
    return row.risk < Risk.HIGH and bool(row.policy_snapshot.get("allow_batch"))


@require_safe
@login_required
def detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one proposal and what this person may do with it.

    Whoever may decide it has it to themselves for a while.
    """
    stream = Stream(request)
    proposal = opened(stream.user, uid)
    release(Proposal.objects.exclude(pk=proposal.pk), by=stream.user)
    if proposal.state == ProposalState.PENDING and not refusal(stream.user, proposal):
        hold(proposal, by=stream.user)
    return drawn(request, proposal, stream)


@require_safe
@login_required
def onward(request: HttpRequest) -> HttpResponse:
    """Lead to the next proposal nobody else has open, after the one named `after`."""
    stream = Stream(request)
    try:
        left = opened(stream.user, UUID(request.GET["after"])) if "after" in request.GET else None
    except ValueError:
        left = None
    found = stream.take(stream.after(left))
    if found is None:
        messages.info(request, "Nothing else waits that nobody has open.")
    return redirect(stream.address(found))


@require_safe
@login_required
def effects(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show what applying would do, tried and rolled back: a part of the page."""
    stream = Stream(request)
    proposal = opened(stream.user, uid)
    context: dict[str, Any] = {"proposal": proposal}
    try:
        context["preview"] = preview(proposal, by=stream.user)
    except ApprovalError as error:
        context["refused"] = str(error).capitalize()
    return render(request, "approvals/_effects.html", context)


def opened(user: User, uid: UUID) -> Proposal:
    """Return a proposal this person may read; raises Http404."""
    rows = visible_to(user).select_related(
        "proposer", "on_behalf_of", "source", "reverts", "assignee", "policy", "leased_by"
    )
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
    items = shown_items(proposal, by=stream.user)
    context = {
        "proposal": proposal,
        "stream": stream,
        "place": stream.place(proposal),
        "next": stream.onward(proposal) if stream.after(proposal) else "",
        "producer": producer(proposal),
        "items": items[:ITEMS_SHOWN],
        "told": told_items(items[:ITEMS_SHOWN], by=stream.user),
        "more_items": max(0, len(items) - ITEMS_SHOWN),
        "has_fields": any(each.by_field for each in items),
        "by_item": len(items) > 1 and proposal.apply_mode == ApplyMode.PER_ITEM,
        "events": proposal.events.select_related("actor", "on_behalf_of").order_by("-seq"),
        "needs_reason": bool(proposal.policy_snapshot.get("require_comment")) or is_solo(proposal),
        "reasons": RejectionReason.choices,
        "earlier": rejected_before(proposal),
        "since": {each.item.seq: changes_since(each.item) for each in items if each.rebased},
        "before": list(proposal.depends_on.all()),
        "undoings": list(undoings_of(proposal)),
        "decided": proposal.events.filter(type__in=DECIDED).select_related("actor", "on_behalf_of"),
        **_rights(stream, proposal),
        **more,
    }
    part = bool(getattr(request, "htmx", False)) and not request.htmx.boosted  # type: ignore[attr-defined]  # set by django-htmx
    name = "approvals/_proposal.html" if part else "approvals/detail.html"
    return render(request, name, context, status=status)


def held_words(proposal: Proposal) -> str:
    """Return who has a proposal open, and until when it is theirs."""
    until = timezone.localtime(proposal.leased_until)
    return f"{proposal.leased_by} has this open; it is free again at {until:%H:%M} at the latest."


def _rights(stream: Stream, proposal: Proposal) -> dict[str, Any]:
    """Return what this person may do, and why not."""
    user = stream.user
    pending = proposal.state == ProposalState.PENDING
    why_not = WHY_NOT.get(refusal(user, proposal), "") if pending else ""
    voices = proposal.events.filter(type=EventType.APPROVED, revision=proposal.revision)
    given = list(voices.values_list("actor_id", flat=True))
    if pending and not why_not and user.pk in given:
        why_not = "You approved this; it waits for somebody else."
    if pending and not why_not and stream.held(proposal):
        why_not = held_words(proposal)
    works_on = bool(hats(user, proposal)) or user.pk == proposal.proposer_id
    takes_back = user.pk == proposal.proposer_id or user.has_perm(DECIDE_SYSTEM)
    return {
        "may_decide": pending and not why_not,
        "may_edit": pending
        and not user.is_service
        and works_on
        and (proposal.policy_snapshot.get("allow_edit", True) or user.pk == proposal.proposer_id),
        "may_submit": proposal.state == ProposalState.DRAFT and user.pk == proposal.proposer_id,
        "may_assign": pending and (not why_not or user.has_perm(DECIDE_SYSTEM)),
        "may_resolve": proposal.state in BROKEN and works_on,
        "may_retry": proposal.state == ProposalState.FAILED
        and proposal.transient
        and user.has_perms(proposal.permissions),
        "may_revert": proposal.state in REVERTIBLE
        and proposal.reverted_at is None
        and not user.is_service,
        "colleagues": eligible_people(proposal) if pending else [],
        "solo": is_solo(proposal),
        "why_not": why_not,
        "approvals_given": len(given),
        "may_withdraw": takes_back
        and ProposalState.WITHDRAWN in TRANSITIONS.get(proposal.state, frozenset()),
    }
