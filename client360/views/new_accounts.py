"""The page that adds an account, and which may be on record already.

The rules are those of REST: who may add accounts adds them. What looks like an account on record
is told before anything is saved, of those alone whom the reader may see.
"""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.services import create_account
from client360.forms import NewAccountForm, known_by
from client360.views.once import done_once
from client360.views.reading import may_add_account, reader, way_to
from core.views import opens_for
from identity.selectors.accounts import like_typed

KEPT = "kept"


class LikelyTwinError(Exception):
    """What was typed looks like accounts on record, and nobody said that it is another one."""


@require_http_methods(["GET", "HEAD", "POST"])
@opens_for(may_add_account)
def new_account(request: HttpRequest) -> HttpResponse:
    """Show the form of a new account, and add it."""
    if request.method != "POST":
        return _drawn(request, NewAccountForm(initial={"owner": reader(request).pk}))
    form = NewAccountForm(request.POST)
    try:
        if form.is_valid() and (there := _saved(request, form)):
            return redirect(there)
    except LikelyTwinError:
        return _drawn(request, form, status=HTTPStatus.CONFLICT, held_back=True)
    return _drawn(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
@opens_for(may_add_account)
def like_accounts(request: HttpRequest) -> HttpResponse:
    """Show which accounts may be the one in the form, before anything is saved."""
    found = like_typed(reader(request), **known_by(request.POST.dict()))
    return render(request, "client360/_like_accounts.html", {"found": found})


def _saved(request: HttpRequest, form: NewAccountForm) -> str:
    """Add the account once; return the address of its dossier, of the list to whom it is closed."""
    user = reader(request)

    def work() -> str:
        if KEPT not in request.POST and like_typed(user, **known_by(form.cleaned_data)):
            raise LikelyTwinError
        account = create_account(by=user, cause="dossier", **form.values)
        messages.success(request, f"{account} is on record.")
        return way_to(account, user)

    return done_once(request, form, work, "display_name")


def _drawn(
    request: HttpRequest, form: NewAccountForm, *, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    if form.is_bound:
        more["found"] = like_typed(reader(request), **known_by(form.data))
    return render(request, "client360/new_account.html", {"form": form} | more, status=status)
