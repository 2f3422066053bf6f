"""Acts about the whole import: approve, reject, take back, cancel, retry, undo."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from approvals import services as approvals
from approvals.choices import ProposalState
from approvals.models import Proposal
from imports import services
from imports.models import RawBatch
from imports.services import WrongStateError
from imports.views.access import acting_on, back_to, person, start, start_applying
from imports.views.steps import broken


@acting_on
def approve(request: HttpRequest, batch: RawBatch) -> HttpResponse:
    """Approve what the person saw; once it has all approvals a worker applies it."""
    proposal = approvals.approve(
        _standing(request, batch),
        by=person(request),
        revision=_revision(request),
        content_hash=request.POST.get("content_hash", ""),
        reason=request.POST.get("reason", ""),
    )
    if proposal.state == ProposalState.APPROVED:
        start_applying(proposal)
    else:
        messages.success(request, "Your approval counts; one more person has to agree.")
    return back_to(batch)


@acting_on
def reject(request: HttpRequest, batch: RawBatch) -> HttpResponse:
    """Turn a proposed commit or undoing down, for a reason."""
    approvals.reject(
        _standing(request, batch),
        by=person(request),
        revision=_revision(request),
        content_hash=request.POST.get("content_hash", ""),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, "Rejected; nothing is written.")
    return back_to(batch)


@acting_on
def reopen(request: HttpRequest, batch: RawBatch) -> HttpResponse:
    """Take the proposal back to correct the columns."""
    services.reopen(batch, by=person(request))
    return back_to(batch)


@acting_on
def resubmit(request: HttpRequest, batch: RawBatch) -> HttpResponse:
    """Propose once more what was turned down or not decided in time."""
    services.propose_again(batch, by=person(request))
    messages.success(request, "Proposed again.")
    return back_to(batch)


@acting_on
def cancel(request: HttpRequest, batch: RawBatch) -> HttpResponse:
    """Stop an import nothing of which is applied."""
    services.cancel(batch, by=person(request))
    messages.success(request, f"{batch.filename} is cancelled; its raw rows are kept.")
    return back_to(batch)


@acting_on
def retry(request: HttpRequest, batch: RawBatch) -> HttpResponse:
    """Go on with a step that failed, or with an approved change that broke off.

    What would fail again as it is waits for approval once more.
    """
    if (proposal := broken(batch)) and proposal.transient:
        start_applying(proposal)
    elif proposal:
        approvals.resolve(proposal, by=person(request), reason="Try again.")
        messages.success(request, "Going on waits for approval once more.")
    else:
        services.retry(batch, by=person(request))
        start(batch)
    return back_to(batch)


@acting_on
def undo(request: HttpRequest, batch: RawBatch) -> HttpResponse:
    """Propose to undo the import; a second person approves."""
    services.propose_revert(batch, by=person(request), reason=request.POST.get("reason", ""))
    messages.success(request, "Undoing waits for a second person now.")
    return back_to(batch)


def _standing(request: HttpRequest, batch: RawBatch) -> Proposal:
    """Return the proposal the page showed: the commit's or the undoing's."""
    wanted = request.POST.get("proposal", "")
    for proposal in (batch.proposal, batch.revert_proposal):
        if proposal is not None and str(proposal.uid) == wanted:
            return proposal
    raise WrongStateError(batch, "decide about another proposal than the one that stands")


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 -- digits of an integer column
