"""Somebody new: the page that adds a client, and who may be on record already.

The rules are those of REST: who may add clients adds them, likely ones are held back until
somebody looked, and nobody is told more of a client they may not see than that there is one.
"""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from client360.forms import NewClientForm, typed
from client360.views.once import done_once
from client360.views.reading import may_add, reader, way_to
from contacts import registry
from contacts.models import Contact, ContactPoint
from contacts.registry import Lookalike
from contacts.services import DuplicateIdentityError, LikelyDuplicateError, register_contact
from core.models import User
from core.views import opens_for

KEPT = "kept"


@require_http_methods(["GET", "HEAD", "POST"])
@opens_for(may_add)
def new_contact(request: HttpRequest) -> HttpResponse:
    """Show the form of a new client, and add them."""
    if request.method != "POST":
        return _drawn(request, NewClientForm(initial={"owner": reader(request).pk}))
    form = NewClientForm(request.POST)
    try:
        if form.is_valid() and (there := done_once(request, form, lambda: _added(request, form))):
            messages.success(request, f"{form.cleaned_data['full_name']} is on record.")
            return redirect(there)
    except LikelyDuplicateError as error:
        return _held_back(request, form, error.found)
    except DuplicateIdentityError as error:
        return _held_back(request, form, *_holders(error.holders, reader(request)))
    return _drawn(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
@opens_for(may_add)
def lookalikes(request: HttpRequest) -> HttpResponse:
    """Show who may be the person in the form, before anything is saved."""
    found = registry.lookalikes(*typed(request.POST.dict()), by=reader(request))
    return render(request, "client360/_lookalikes.html", {"found": found})


def _added(request: HttpRequest, form: NewClientForm) -> str:
    """Add the client and return the address of their dossier, of the list to whom it is closed."""
    user = reader(request)
    contact = register_contact(
        by=user, points=form.points, kept=KEPT in request.POST, cause="dossier", **form.values
    )
    return way_to(contact, user)


def _holders(points: list[ContactPoint], user: User) -> tuple[list[Lookalike], bool]:
    """Return the holders this user may see, and whether there are others."""
    held: dict[int, set[str]] = {}
    for point in points:
        held.setdefault(point.contact_id, set()).add(f"same {point.get_kind_display().lower()}")
    seen = Contact.objects.filter(pk__in=held).visible_to(user).select_related("owner")
    found = [Lookalike(contact, 1.0, sorted(held[contact.pk]), []) for contact in seen]
    return found, len(found) < len(held)


def _held_back(
    request: HttpRequest,
    form: NewClientForm,
    found: list[Lookalike],
    hidden: bool = False,  # noqa: FBT001, FBT002 -- as _holders tells it
) -> HttpResponse:
    team = reader(request).team
    told = {"found": found, "hidden": hidden, "held_back": True, "lead": team and team.lead}
    return _drawn(request, form, status=HTTPStatus.CONFLICT, **told)


def _drawn(
    request: HttpRequest, form: NewClientForm, *, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    return render(request, "client360/new_contact.html", {"form": form} | more, status=status)
