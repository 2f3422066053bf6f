"""Accounts that may be one: their queue, one compared with others, merges proposed."""

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
from identity.models import AccountCandidate
from identity.selectors.accounts import (
    MOST,
    account_merges_of,
    like_accounts,
    open_account_pairs,
    told_apart,
)
from identity.services.errors import IdentityError
from identity.services.proposing import propose_account_merge
from identity.services.verdicts_accounts import (
    ask_again,
    take_back_last,
    tell_accounts_apart,
    told_apart_by,
)
from identity.views.reading import for_reviewers, reader

MOVED = 308
SHOWN = 50


@require_safe
@for_reviewers
def accounts(request: HttpRequest) -> HttpResponse:
    """Show the accounts that may be one, the likeliest first."""
    rows = open_account_pairs(reader(request)).select_related("left", "right")
    pairs = list(rows[: SHOWN + 1])
    undoable = told_apart_by(reader(request)).exists()
    context = {"pairs": pairs[:SHOWN], "more": len(pairs) > SHOWN, "undoable": undoable}
    return render(request, "identity/accounts.html", context)


@require_POST
@for_reviewers
def different_accounts(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Remember that an account and the `other` are two."""
    told = _account(request, uid), _other(request)
    if told[0].pk == told[1].pk:
        raise Http404("one account alone")
    tell_accounts_apart(*told, by=reader(request))
    messages.success(request, f"{told[0]} and {told[1]} are two accounts; noted for ever.")
    return _back(request, told[0])


@require_POST
@for_reviewers
def ask_accounts_again(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Forget that an account and the `other` were told apart."""
    shown, other = _account(request, uid), _other(request)
    first, second = sorted((shown.pk, other.pk))
    for pair in AccountCandidate.objects.filter(left=first, right=second):
        ask_again(pair, by=reader(request))
    messages.success(request, "Taken back.")
    return _back(request, shown)


@require_POST
@for_reviewers
def undo_accounts(request: HttpRequest) -> HttpResponse:
    """Take back who the reader told apart last."""
    if pair := take_back_last(by=reader(request)):
        messages.success(request, f"Taken back: {pair.left} and {pair.right} wait again.")
    else:
        messages.warning(request, "There is nothing of yours to take back here.")
    return redirect("identity:accounts")


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
    survivor, loser = _account(request, uid), _other(request)
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


def _other(request: HttpRequest) -> Account:
    try:
        return _account(request, UUID(request.POST.get("other", "")))
    except ValueError as error:
        raise Http404("no such account") from error


def _back(request: HttpRequest, shown: Account) -> HttpResponse:
    """Lead to where the reader was: the queue, or the page of the account."""
    if request.POST.get("from") == "queue":
        return redirect("identity:accounts")
    return redirect("identity:account", uid=shown.uid)


def _drawn(
    request: HttpRequest, shown: Account, *, refused: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    rows = Account.objects.visible_to(reader(request)).filter(state=State.ACTIVE)
    context = {
        "account": shown,
        "alike": like_accounts(shown, reader(request)),
        "apart": told_apart(shown, reader(request)),
        "words": words,
        "found": search_accounts(rows.exclude(pk=shown.pk), words)[:MOST] if words else [],
        "merges": account_merges_of(shown),
        "refused": refused,
    }
    return render(request, "identity/account.html", context, status=status)
