"""The page that changes a client or an account: who may open it, and what is drawn on it."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.models import Account
from accounts.services import update_account
from client360.forms import (
    AccountForm,
    BirthForm,
    ClientForm,
    HomeForm,
    NewPointForm,
    OwnerForm,
    PointForm,
    RecordForm,
)
from client360.registry import Dossier
from client360.views.reading import may_edit, opened
from contacts.choices import PointStatus
from contacts.models import Contact
from contacts.services import home_of, update_contact
from core.models import OwnedModel
from core.selectors.masking import sees_points, unseen
from core.services import entity_type

BORN: Final = "date_of_birth"
WAITS: Final = "It is written once others approved it; until then the date on record stands."


@dataclass(frozen=True, slots=True)
class Edited:
    """A kind of record these pages change: its form, and the service that changes it."""

    model: type[OwnedModel]
    form: type[RecordForm]
    change: Callable[..., OwnedModel]
    word: str


EDITED: Final = {
    "contact": Edited(Contact, ClientForm, update_contact, "client"),
    "account": Edited(Account, AccountForm, update_account, "account"),
}


def to_edit(request: HttpRequest, kind: str, uid: UUID) -> Dossier:
    """Return the dossier of a record its reader may change; raises Http404, PermissionDenied."""
    dossier = opened(request, EDITED[kind].model, uid)
    require(dossier)
    return dossier


def require(dossier: Dossier) -> None:
    """Refuse who may not change the record of an opened dossier."""
    if not may_edit(dossier):
        raise PermissionDenied


def page_of(dossier: Dossier) -> str:
    """Return the address of the page that changes a record."""
    return reverse(f"client360:{entity_type(dossier.subject)}_edit", args=[dossier.subject.uid])


def drawn(
    request: HttpRequest, dossier: Dossier, *, refused: bool = False, **more: Any
) -> HttpResponse:
    """Render the page; of the forms on it `more` gives the one that was refused."""
    subject, kind = dossier.subject, entity_type(dossier.subject)
    context = {
        "subject": subject,
        "kind": kind,
        "word": EDITED[kind].word,
        "here": page_of(dossier),
        "form": EDITED[kind].form(subject=subject, reader=dossier.viewer),
        "owner": OwnerForm(subject=subject),
    }
    if kind == "contact":
        context |= _of_client(dossier, more.pop("point_form", None))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, f"client360/edit_{kind}.html", context | more, status=status)


def _of_client(dossier: Dossier, refused_point: PointForm | None) -> dict[str, Any]:
    subject, user = dossier.subject, dossier.viewer
    shown = sees_points(user)
    return {
        "sees_points": shown,
        "points": _point_forms(dossier, refused_point) if shown else [],
        "new_point": NewPointForm(region=subject.residence_country),
        "home": HomeForm(address=home_of(subject)),
        "birth": None if BORN in unseen(subject, user) else BirthForm(contact=subject),
        "waits": WAITS,
    }


def _point_forms(dossier: Dossier, refused: PointForm | None) -> list[PointForm]:
    rows = dossier.subject.points.select_related("contact").exclude(status=PointStatus.RETIRED)
    return [
        refused if refused and refused.point.pk == point.pk else PointForm(point=point)
        for point in rows
    ]
