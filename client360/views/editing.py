"""The page that changes a client: what is said of them, how they are reached, their birthday.

The rules are those of REST: who may change clients and sees this one by more than a grant to read
changes it, at the version their page showed; a date of birth is proposed.
"""

from collections.abc import Callable
from copy import copy
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST

from approvals.choices import ItemOp, ProposalState
from approvals.services import ApprovalError, ItemDraft, propose
from client360.forms import BirthForm, ClientForm, NewPointForm, PointForm, in_words
from client360.registry import Dossier
from client360.views.dossiers import elsewhere
from client360.views.faults import blame
from client360.views.once import once
from client360.views.reading import may_edit, opened, survivor
from contacts import services
from contacts.choices import PointStatus
from contacts.models import Contact, ContactPoint
from core.selectors.history import conflicts_of
from core.selectors.masking import sees_points, unseen
from core.services import VersionConflictError, note_view
from core.services.idempotency import IdempotencyMismatchError

BORN = "date_of_birth"
SENT = "This was sent already. Load the page again to send another."
MERGED = "{} was merged into {} meanwhile. Nothing was saved: write it here."
ELSEWHERE = "Somebody else on record has it as well, so it is not what tells this client apart."
TWICE = "{} wrote “{}” here meanwhile; before that it was “{}”. Save again to put yours there."
WAITS = "It is written once others approved it; until then the date on record stands."


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the form of a client, and change what was changed in it."""
    dossier = opened(request, Contact, uid)
    if request.method == "POST" and (target := survivor(dossier)):
        messages.error(request, MERGED.format(dossier.subject, target), extra_tags="red")
        return redirect("client360:contact", uid=target.uid)
    if answer := elsewhere(request, dossier, "contact"):
        return answer
    _require(dossier)
    if request.method != "POST":
        note_view(dossier.subject, by=dossier.viewer)
        return _drawn(request, dossier)
    return _sent(request, dossier, ClientForm(request.POST, contact=dossier.subject))


@require_POST
@login_required
def add_point(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Add a way to reach a client."""
    dossier = _to_edit(request, uid)
    form = NewPointForm(request.POST, region=dossier.subject.residence_country)
    there = f"{_page(dossier)}#points"

    def work() -> str:
        point = services.add_point(dossier.subject, form.draft, by=dossier.viewer, cause="dossier")
        _tell(request, point)
        return there

    if form.is_valid() and _done_once(request, form, work, "value"):
        return redirect(there)
    return _drawn(request, dossier, refused=True, new_point=form)


@require_POST
@login_required
def change_point(request: HttpRequest, uid: UUID, point: UUID) -> HttpResponse:
    """Write another value of a contact point, make it the primary one, or close it."""
    dossier = _to_edit(request, uid)
    row = dossier.subject.points.select_related("contact").filter(uid=point).first()
    if row is None:
        raise Http404("no contact point of this client")
    form = PointForm(request.POST, point=row)
    if row.status == PointStatus.RETIRED:
        messages.success(request, f"{row} is closed already.")
    elif "close" in request.POST:
        services.retire_point(row, by=dossier.viewer, cause="dossier")
        messages.success(request, f"{row} is closed. It stays in the history.")
    elif not (form.is_valid() and _point_changed(request, dossier, form)):
        return _drawn(request, dossier, refused=True, point_form=form)
    return redirect(f"{_page(dossier)}#points")


@require_POST
@login_required
def propose_birth(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Propose another date of birth."""
    dossier = _to_edit(request, uid)
    form = BirthForm(request.POST, contact=dossier.subject)

    def work() -> str:
        _proposed(request, dossier, form)
        return _page(dossier)

    if form.is_valid() and _done_once(request, form, work, "born"):
        return redirect(_page(dossier))
    return _drawn(request, dossier, refused=True, birth=form)


def _to_edit(request: HttpRequest, uid: UUID) -> Dossier:
    dossier = opened(request, Contact, uid)
    _require(dossier)
    return dossier


def _require(dossier: Dossier) -> None:
    if not may_edit(dossier):
        raise PermissionDenied


def _sent(request: HttpRequest, dossier: Dossier, form: ClientForm) -> HttpResponse:
    if not form.is_valid():
        return _drawn(request, dossier, refused=True, form=form)
    try:
        _change(dossier, form)
    except VersionConflictError as error:
        return _overtaken(request, dossier, form, error)
    except ValidationError as error:
        blame(form, error)
        return _drawn(request, dossier, refused=True, form=form)
    return _saved(request, dossier)


def _change(dossier: Dossier, form: ClientForm) -> None:
    services.update_contact(
        copy(dossier.subject),  # what the page says of the client stays as it is
        by=dossier.viewer,
        expected_version=form.cleaned_data["version"],
        cause="dossier",
        **form.given,
    )


def _overtaken(
    request: HttpRequest, dossier: Dossier, form: ClientForm, error: VersionConflictError
) -> HttpResponse:
    """Show both values of what two people wrote, and keep all that was typed."""
    current = Contact.objects.select_related("updated_by").get(pk=error.current.pk)
    changes = conflicts_of(current, error.expected, {}, reader=dossier.viewer)
    again = form.rebased(current, changes)
    if again.is_valid() and not again.given:
        return _saved(request, dossier)  # by the first of two clicks, or by somebody else
    who = current.updated_by or "The system"
    told = [in_words(change) for change in changes]
    typed = again.given
    for change in told:
        if change["field"] in typed:
            words = TWICE.format(who, change["current"], change["before"])
            again.add_error(change["field"], words)
    return _drawn(request, dossier, refused=True, form=again, overtaken=told, overtaken_by=who)


def _saved(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    messages.success(request, "Saved.")
    return redirect("client360:contact", uid=dossier.subject.uid)


def _point_changed(request: HttpRequest, dossier: Dossier, form: PointForm) -> bool:
    """Change a contact point; a refusal stands beside it, with what was typed."""
    primary = {"is_primary": True} if "primary" in request.POST else {}
    try:
        point = services.update_point(
            copy(form.point),
            by=dossier.viewer,
            expected_version=form.cleaned_data["version"],
            cause="dossier",
            value_raw=form.cleaned_data["value"],
            **primary,
        )
    except VersionConflictError as error:
        form.overtaken(error.current)
    except ValidationError as error:
        blame(form, error, "value")
    else:
        _tell(request, point)
        return True
    return False


def _proposed(request: HttpRequest, dossier: Dossier, form: BirthForm) -> None:
    born = form.cleaned_data["born"]
    item = ItemDraft(
        op=ItemOp.UPDATE,
        target_type="contact",
        target_uid=dossier.subject.uid,
        base_version=form.cleaned_data["version"],
        after={BORN: born.isoformat() if born else None},
    )
    title = f"Date of birth of {dossier.subject}"
    proposal = propose(kind="contact.update", title=title, items=[item], by=dossier.viewer)
    waits = proposal.state == ProposalState.PENDING
    messages.success(request, f"Proposed: {title}. {WAITS}" if waits else f"{title}: accepted.")


def _done_once(request: HttpRequest, form: Form, work: Callable[[], str], field: str) -> bool:
    """Do the work of a form once; a refusal stands beside a field of it."""
    try:
        once(request, form.cleaned_data["key"], work)
    except IdempotencyMismatchError:
        form.add_error(None, SENT)
    except ValidationError as error:
        blame(form, error, field)
    except ApprovalError as error:
        form.add_error(field, f"{capfirst(str(error))}.")
    return not form.errors


def _tell(request: HttpRequest, point: ContactPoint) -> None:
    known = point.is_identity or point.is_shared or point.kind not in services.TELLING
    messages.success(request, f"{point} is kept." if known else f"{point} is kept. {ELSEWHERE}")


def _points(dossier: Dossier) -> Any:
    rows = dossier.subject.points.select_related("contact")
    return rows.exclude(status=PointStatus.RETIRED)


def _page(dossier: Dossier) -> str:
    return reverse("client360:contact_edit", args=[dossier.subject.uid])


def _drawn(
    request: HttpRequest, dossier: Dossier, *, refused: bool = False, **more: Any
) -> HttpResponse:
    """Render the page; of the forms on it `more` gives the one that was refused."""
    subject, user = dossier.subject, dossier.viewer
    shown = sees_points(user)
    refused_point = more.pop("point_form", None)
    context = {
        "subject": subject,
        "here": _page(dossier),
        "form": ClientForm(contact=subject),
        "sees_points": shown,
        "points": _point_forms(dossier, refused_point) if shown else [],
        "new_point": NewPointForm(region=subject.residence_country),
        "birth": None if BORN in unseen(subject, user) else BirthForm(contact=subject),
        "waits": WAITS,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "client360/edit_contact.html", context | more, status=status)


def _point_forms(dossier: Dossier, refused: PointForm | None) -> list[PointForm]:
    return [
        refused if refused and refused.point.pk == point.pk else PointForm(point=point)
        for point in _points(dossier)
    ]
