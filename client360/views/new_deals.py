"""The page that opens a deal: whose it is, then what there is to say of it.

The rules are those of REST: who may add deals opens one of a client, and for an account, they see
by more than a grant to read. The accounts of the client are offered first, others found by name.
A deal begins in the first stage; one that stands further on is moved
there at once, by the moves that are allowed.
"""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import Account
from accounts.selectors import search_accounts
from client360.forms import NewDealForm
from client360.views.once import done_once
from client360.views.reading import may_add_deal, reader
from contacts.models import Contact
from contacts.selectors import search
from core.models import User
from core.selectors.changing import READ_ONLY, may_change
from core.selectors.masking import sees_points
from core.views import opens_for
from opportunities.models import Opportunity
from opportunities.services import StageMoveError, create_opportunity, move_stage

MOST: Final = 10
FINDING: Final = "find"


@require_http_methods(["GET", "HEAD", "POST"])
@opens_for(may_add_deal)
def new_deal(request: HttpRequest) -> HttpResponse:
    """Show the form of a new deal of a client, and open it; without a client ask for one."""
    user = reader(request)
    account = _about(Account.objects.live(), request, "account")
    client = _about(Contact.objects.live().select_related("summary"), request, "client")
    if client is None:
        return _asked_whose(request, account)
    rows: QuerySet[Account] = Account.objects.live().changeable_by(user)
    finding = FINDING in request.POST  # an account, by a browser without scripts
    sent = request.POST if request.method == "POST" and not finding else None
    typed = request.POST.dict() if finding else None
    form = NewDealForm(sent, client=client, accounts=rows, reader=user, typed=typed)
    if form.is_bound and form.is_valid() and (there := _saved(request, form, client)):
        return redirect(there)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    shown = {"form": form, "client": client} | _accounts(request, rows, client, account)
    return render(request, "client360/new_deal.html", shown, status=status)


def _about(rows: "QuerySet[Any]", request: HttpRequest, name: str) -> Any:
    """Return the record an address or a form names, None where it names none.

    Raises Http404 for one the reader may not see, PermissionDenied for one they may only read.
    """
    given = request.POST if request.method == "POST" else request.GET
    if not (text := given.get(name, "")):
        return None
    try:
        row = rows.visible_to(reader(request)).filter(uid=UUID(text)).first()  # type: ignore[attr-defined]
    except ValueError:
        row = None
    if row is None:
        raise Http404("no record this person may see")
    if not may_change(row, reader(request)):
        raise PermissionDenied(READ_ONLY)
    return row


def _asked_whose(request: HttpRequest, account: Account | None) -> HttpResponse:
    """Ask whose deal it is: the people of the account, or of the reader, or whom words find."""
    user, words = reader(request), _words(request)
    rows: QuerySet[Any] = Contact.objects.live().changeable_by(user).select_related("owner")
    if words:
        rows = search(rows, words, by_points=sees_points(user))
    elif account:
        rows = rows.filter(accounts__account=account, accounts__until__isnull=True).distinct()
    else:
        rows = rows.filter(owner=user)
    found = rows.order_by("-updated_at", "-pk")[:MOST]
    shown = {"found": found, "words": words, "account": account}
    return render(request, "client360/new_deal_whose.html", shown)


def _accounts(
    request: HttpRequest, rows: "QuerySet[Account]", client: Contact, chosen: Account | None
) -> dict[str, Any]:
    """Return which accounts to choose from: theirs and the one chosen, then what words find."""
    theirs = client.accounts.filter(until__isnull=True).values("account")
    own = Q(pk__in=theirs) | Q(pk=chosen and chosen.pk)
    words, order = _words(request), ("name_key", "pk")
    found = list(search_accounts(rows, words).order_by(*order)[: MOST + 1]) if words else []
    offered = list(rows.filter(own).order_by(*order))
    return {
        "chosen": chosen,
        "offered": offered,
        "words": words,
        "found": [each for each in found[:MOST] if each not in offered],
        "left_out": bool(found),
        "more": len(found) > MOST,
    }


def _words(request: HttpRequest) -> str:
    given = request.POST if request.method == "POST" else request.GET
    return given.get("q", "").replace("\0", "").strip()


def _saved(request: HttpRequest, form: NewDealForm, client: Contact) -> str:
    """Open the deal once and return the address of its client; a refusal stands in the form."""

    def work() -> str:
        deal = _opened(form, client, reader(request))
        messages.success(request, f"The deal “{deal}” is open.")
        return f"{reverse('client360:contact', args=[client.uid])}#section-opportunities"

    return done_once(request, form, work, "name")


def _opened(form: NewDealForm, client: Contact, user: User) -> Opportunity:
    deal = create_opportunity(primary_contact=client, by=user, cause="dossier", **form.values)
    try:
        return move_stage(deal, to=form.cleaned_data["stage"], by=user)
    except StageMoveError as error:
        raise ValidationError({"stage": str(error)}) from error
