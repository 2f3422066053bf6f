"""Who may use the import pages, and how they are told what went wrong."""

from collections.abc import Callable
from functools import wraps
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from approvals.models import Proposal
from approvals.services import ApprovalError
from approvals.tasks import apply_proposal
from core.models import User
from core.views import View, opens_for
from imports.models import RawBatch
from imports.selectors import batches_for, may_import
from imports.services import DecisionError, UnknownTargetError, WrongStateError
from imports.sources import SourceError
from imports.tasks import advance_batch

Act = Callable[[HttpRequest, RawBatch], HttpResponse]
REFUSALS = {
    "self_approval": "You brought or changed this import, so somebody else has to decide about it.",
    "not_eligible": "Deciding about imports takes the role of founder, administrator or steward.",
    "service_may_not_approve": "Services propose; people decide.",
    "stale_revision": "The import changed since this page was drawn. Look at it again.",
}


def person(request: HttpRequest) -> User:
    """Return who is logged in."""
    return cast("User", request.user)


def _imports_files(user: User) -> bool:
    return not user.is_service and may_import(user)


importing = opens_for(_imports_files)


def batch_of(request: HttpRequest, uid: UUID) -> RawBatch:
    """Return the import, or raise Http404 for one this person may not see."""
    return get_object_or_404(batches_for(person(request)), uid=uid)


def acting_on(act: Act) -> View:
    """Make a POST view of an act on one import; what the act refuses is said on its page."""

    @require_POST
    @importing
    @wraps(act)
    def view(request: HttpRequest, uid: UUID) -> HttpResponse:
        batch = batch_of(request, uid)
        try:
            return act(request, batch)
        except ApprovalError as error:
            problem = REFUSALS.get(error.code, _sentence(str(error)))
        except (WrongStateError, DecisionError, UnknownTargetError, SourceError) as error:
            problem = _sentence(str(error))
        except ValidationError as error:
            problem = _sentence(" ".join(error.messages))
        complain(request, problem)
        return back_to(batch, request.POST.get("step", ""))

    return view


def complain(request: HttpRequest, problem: str) -> None:
    """Say on the next page what went wrong."""
    messages.error(request, problem, extra_tags="red")


def back_to(batch: RawBatch, step: str = "") -> HttpResponse:
    """Redirect to a step of the import's page."""
    address = reverse("imports:detail", args=[batch.uid])
    return redirect(f"{address}?step={step}" if step else address)


def start(batch: RawBatch) -> None:
    """Have a worker run the batch's steps, once this transaction stands.

    A broker that is away does not undo the upload: the beat starts stalled batches.
    """
    transaction.on_commit(lambda: advance_batch.delay(batch.pk), robust=True)


def start_applying(proposal: Proposal) -> None:
    """Have a worker apply an approved proposal, once this transaction stands."""
    transaction.on_commit(lambda: apply_proposal.delay(str(proposal.uid)), robust=True)


def _sentence(text: str) -> str:
    text = text.strip() or "That did not work."
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
