"""Accounts that may be one: compared, and proposed to be merged."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Account
from accounts.selectors import search_accounts
from approvals.services import ApprovalError
from core.choices import State
from identity.selectors.accounts import MOST, account_merges_of, like_accounts
from identity.services.errors import IdentityError
from identity.services.proposing import propose_account_merge
from identity.views.reading import for_reviewers, reader

MOVED = 308


@require_safe
@for_reviewers
def account(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show which accounts may be the same one, found by `?q=` too, and its merges so far."""
    found = _account(request, uid)
    if found.state == State.MERGED and found.merged_into:
        there = reverse("identity:account", args=[found.merged_into.uid])
        return HttpResponsePermanentRedirect(there, status=MOVED)
    return _drawn(request, found)


@require_POST
@for_reviewers
def merge_account(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Propose to merge `other` into this account; somebody else approves it."""
    survivor = _account(request, uid)
    try:
        loser = _account(request, UUID(request.POST.get("other", "")))
    except ValueError as error:
        raise Http404("no such account") from error
    reason = request.POST.get("reason", "").strip()
    try:
        proposal = propose_account_merge(survivor, loser, by=reader(request), reason=reason)
    except (IdentityError, ApprovalError, ValidationError) as error:
        words = " ".join(getattr(error, "messages", [str(error)]))
        return _drawn(request, survivor, refused=words, status=HTTPStatus.CONFLICT)
    messages.success(request, f"Proposed: {proposal.title}. It waits for one more person.")
    return redirect("identity:account", uid=survivor.uid)


def _account(request: HttpRequest, uid: UUID) -> Account:
    rows = Account.objects.visible_to(reader(request)).select_related("merged_into", "owner")
    found: Account | None = rows.filter(uid=uid).first()
    if found is None:
        raise Http404("no account this reader may see")
    return found


def _drawn(
    request: HttpRequest, shown: Account, *, refused: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    rows = Account.objects.visible_to(reader(request)).filter(state=State.ACTIVE)
    context = {
        "account": shown,
        "alike": like_accounts(shown, reader(request)),
        "words": words,
        "found": search_accounts(rows.exclude(pk=shown.pk), words)[:MOST] if words else [],
        "merges": account_merges_of(shown),
        "refused": refused,
    }
    return render(request, "identity/account.html", context, status=status)
