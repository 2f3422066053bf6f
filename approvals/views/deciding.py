"""What reviewers and authors do on the page of a proposal."""

from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from approvals import services
from approvals.choices import EventType, ProposalState
from approvals.models import ApprovalEvent, Proposal
from approvals.selectors import refusal
from approvals.services import ApprovalError, EligibilityError, ForbiddenError, Outcome
from approvals.services.errors import HeldByAnotherError
from approvals.tasks import apply_when_committed
from approvals.views.posted import chosen_row, corrected, named_fields
from approvals.views.reading import drawn, held_words, opened
from approvals.views.stream import Stream
from core.models import User
from core.services.leasing import hold

type Act = "Callable[[HttpRequest, Proposal, User], str]"

WORDS = {
    **services.WHY_NOT,
    "already_decided": "Somebody was faster: this is decided already.",
    "stale_revision": "This was edited since you opened it. Look at it again, then decide.",
    "forbidden": "This is not yours to do.",
}


def _page(act: Act, request: HttpRequest, uid: UUID) -> HttpResponse:
    """Do one thing to a proposal, then show the next; a refusal stands on the proposal's page."""
    stream = Stream(request)
    proposal = opened(stream.user, uid)
    following = stream.after(proposal)
    try:
        if act in DECIDING:
            _require_lease(proposal, stream.user)
        said = act(request, proposal, stream.user)
    except (ApprovalError, ValidationError) as error:
        status = _status(error)
        return drawn(
            request, opened(stream.user, uid), Stream(request), status=status, refused=_told(error)
        )
    cache.delete(f"waiting:{stream.user.pk}")
    messages.success(request, said)
    return _shown_next(request, proposal if act in STAYING else stream.take(following))


def _require_lease(proposal: Proposal, user: User) -> None:
    """Refuse to decide what another reviewer has open; who may not decide anyway is told so."""
    if not refusal(user, proposal) and not hold(proposal, by=user):
        raise HeldByAnotherError(held_words(proposal))


def _shown_next(request: HttpRequest, proposal: Proposal | None) -> HttpResponse:
    stream = Stream(request)
    if not getattr(request, "htmx", False):
        return redirect(stream.address(proposal))
    if proposal is None:
        response = HttpResponse(status=HTTPStatus.NO_CONTENT)
        response["HX-Redirect"] = stream.address(None)
        return response
    response = drawn(request, opened(stream.user, proposal.uid), stream)
    response["HX-Push-Url"] = stream.address(proposal)
    return response


def _approve(request: HttpRequest, proposal: Proposal, user: User) -> str:
    left_out = {int(seq): "reject" for seq in request.POST.getlist("leave_out") if seq.isdecimal()}
    decided = services.approve(
        proposal,
        by=user,
        reason=_reason(request),
        reason_code=request.POST.get("reason_code", ""),
        item_decisions=left_out,
        field_rejections=named_fields(request, "turn_down"),
        **_seen(request),
    )
    if decided.state != ProposalState.APPROVED:
        return f"Approved by you; “{proposal.title}” waits for one more."
    apply_when_committed(decided)
    return f"Approved: {proposal.title}"


def _reject(request: HttpRequest, proposal: Proposal, user: User) -> str:
    code = request.POST.get("reason_code", "")
    services.reject(proposal, by=user, reason=_reason(request), reason_code=code, **_seen(request))
    return f"Rejected: {proposal.title}"


def _request_changes(request: HttpRequest, proposal: Proposal, user: User) -> str:
    services.request_changes(proposal, by=user, reason=_reason(request), **_seen(request))
    return f"Sent back: {proposal.title}"


def _withdraw(request: HttpRequest, proposal: Proposal, user: User) -> str:
    services.withdraw(proposal, by=user, reason=_reason(request))
    return f"Withdrawn: {proposal.title}"


def _comment(request: HttpRequest, proposal: Proposal, user: User) -> str:
    services.comment(proposal, by=user, text=_reason(request))
    return "Your remark is on record."


def _edit(request: HttpRequest, proposal: Proposal, user: User) -> str:
    drafts = corrected(proposal, request.POST)
    services.edit(proposal, by=user, items=drafts, reason=_reason(request))
    return "Corrected: somebody else decides about your version."


def _resolve(request: HttpRequest, proposal: Proposal, user: User) -> str:
    kept = named_fields(request, "keep")
    services.resolve(proposal, by=user, reason=_reason(request), keep=kept)
    return "Put before reviewers again, based on what stands now."


def _assign(request: HttpRequest, proposal: Proposal, user: User) -> str:
    name = request.POST.get("to", "")
    to = User.objects.filter(username=name).first() if name else None
    services.assign(proposal, to=to, by=user)
    return f"Assigned to {to}." if to else "Nobody in particular decides now."


def _submit(request: HttpRequest, proposal: Proposal, user: User) -> str:  # noqa: ARG001 -- the signature of an act
    done = services.submit(proposal, by=user)
    if done.state == ProposalState.APPROVED:
        apply_when_committed(done)
    return f"Submitted: {proposal.title}"


def _retry(request: HttpRequest, proposal: Proposal, user: User) -> str:  # noqa: ARG001 -- the signature of an act
    if not (proposal.transient and user.has_perms(proposal.permissions)):
        raise ForbiddenError("trying again would fail again")
    apply_when_committed(proposal)
    return "Trying again."


@require_POST
@login_required
def revert(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Propose to undo what was applied and show that proposal."""
    stream = Stream(request)
    proposal = opened(stream.user, uid)
    try:
        undoing = services.revert(proposal, by=stream.user)
    except ApprovalError as error:
        messages.error(request, _told(error))
        return redirect("approvals:detail", uid)
    messages.success(request, "Undoing is proposed; somebody else decides.")
    return redirect("approvals:detail", undoing.uid)


@require_POST
@login_required
def undo(request: HttpRequest) -> HttpResponse:
    """Take back this person's last decision and show what waits again."""
    stream = Stream(request)
    said = stream.last
    try:
        waiting = services.undo_last(by=stream.user)
    except ApprovalError as error:
        messages.error(request, _told(error))
        return redirect(stream.address(None))
    cache.delete(f"waiting:{stream.user.pk}")
    applied = said is None or waiting.pk != said.proposal_id
    what = f"your {_named(said)} of “{said.proposal.title}”" if said else "your last decision"
    words = f"Proposed to undo {what}, which was applied already; somebody else decides."
    messages.success(request, words if applied else f"Taken back: {what}. It waits again.")
    return redirect(stream.address(waiting))


def _named(said: ApprovalEvent) -> str:
    return "approval" if said.type == EventType.APPROVED else "rejection"


@require_POST
@login_required
def batch(request: HttpRequest) -> HttpResponse:
    """Decide about the ticked lines of the queue, each for itself."""
    stream = Stream(request)
    decision = request.POST.get("decision", "")
    ticked = [chosen_row(text) for text in request.POST.getlist("chosen")]
    try:
        outcomes = services.batch_decide(
            [choice for choice in ticked if choice],
            decision="approve" if decision == "approve" else "reject",
            by=stream.user,
            reason_code=request.POST.get("reason_code", ""),
        )
    except ValidationError as error:
        messages.error(request, _told(error))
        return redirect(stream.address(None))
    for each in outcomes:
        if each.proposal is not None and each.proposal.state == ProposalState.APPROVED:
            apply_when_committed(each.proposal)
    _tell(request, outcomes)
    cache.delete(f"waiting:{stream.user.pk}")
    return redirect(stream.address(None))


def _tell(request: HttpRequest, outcomes: Sequence[Outcome]) -> None:
    """Say how many were decided, and of the others which and why not."""
    done = [each for each in outcomes if each.proposal is not None]
    if done:
        messages.success(request, f"{len(done)} decided.")
    titles = dict(
        Proposal.objects.filter(uid__in=[o.uid for o in outcomes]).values_list("uid", "title")
    )
    for each in outcomes:
        if each.proposal is None:
            words = each.detail.replace("_", " ") or each.outcome.replace("_", " ")
            messages.error(request, f"{titles.get(each.uid, 'Gone')}: {words}")


STAYING = (_comment, _assign, _submit, _retry, _resolve)


# what nobody does to a proposal somebody else has open
DECIDING = (_approve, _reject, _request_changes, _edit)


def _view(act: Act) -> Callable[..., HttpResponse]:
    return require_POST(login_required(partial(_page, act)))


approve = _view(_approve)
reject = _view(_reject)
request_changes = _view(_request_changes)
withdraw = _view(_withdraw)
edit = _view(_edit)
resolve = _view(_resolve)
assign = _view(_assign)
submit = _view(_submit)
retry = _view(_retry)
comment = _view(_comment)


def _reason(request: HttpRequest) -> str:
    return str(request.POST.get("reason", "")).strip()


def _seen(request: HttpRequest) -> dict[str, Any]:
    """Return which revision the person looked at; a missing or broken one is a stale one."""
    revision = str(request.POST.get("revision", ""))
    return {
        "revision": int(revision) if revision.isdecimal() else 0,
        "content_hash": str(request.POST.get("content_hash", "")),
    }


def _told(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages).capitalize() + "."
    code = getattr(error, "code", "")
    return WORDS.get(code, str(error).capitalize() + ".")


def _status(error: Exception) -> HTTPStatus:
    if isinstance(error, EligibilityError | ForbiddenError):
        return HTTPStatus.FORBIDDEN
    return HTTPStatus.CONFLICT if isinstance(error, ApprovalError) else HTTPStatus.BAD_REQUEST
