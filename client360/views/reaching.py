"""The rest of a client's page: numbers and addresses, the city they live in, their birthday.

The rules are those of REST: who may change a client changes these; a date of birth is proposed.
"""

from copy import copy
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from approvals.choices import ItemOp, ProposalState
from approvals.services import ItemDraft, propose
from client360.forms import BirthForm, HomeForm, NewPointForm, PointForm
from client360.registry import Dossier
from client360.views.edited import BORN, WAITS, drawn, page_of, to_edit
from client360.views.faults import blame
from client360.views.once import done_once
from contacts import services
from contacts.choices import PointStatus
from contacts.models import ContactPoint
from core.services import VersionConflictError

ELSEWHERE = "Somebody else on record has it as well, so it is not what tells this client apart."


@require_POST
@login_required
def add_point(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Add a way to reach a client."""
    dossier = to_edit(request, "contact", uid)
    form = NewPointForm(request.POST, region=dossier.subject.residence_country)
    there = f"{page_of(dossier)}#points"

    def work() -> str:
        point = services.add_point(dossier.subject, form.draft, by=dossier.viewer, cause="dossier")
        _tell(request, point)
        return there

    if form.is_valid() and done_once(request, form, work, "value"):
        return redirect(there)
    return drawn(request, dossier, refused=True, new_point=form)


@require_POST
@login_required
def change_point(request: HttpRequest, uid: UUID, point: UUID) -> HttpResponse:
    """Write another value of a contact point, make it the primary one, or close it."""
    dossier = to_edit(request, "contact", uid)
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
        return drawn(request, dossier, refused=True, point_form=form)
    return redirect(f"{page_of(dossier)}#points")


@require_POST
@login_required
def propose_birth(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Propose another date of birth."""
    dossier = to_edit(request, "contact", uid)
    form = BirthForm(request.POST, contact=dossier.subject)

    def work() -> str:
        _proposed(request, dossier, form)
        return page_of(dossier)

    if form.is_valid() and done_once(request, form, work, "born"):
        return redirect(page_of(dossier))
    return drawn(request, dossier, refused=True, birth=form)


@require_POST
@login_required
def change_city(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write the city a client lives in."""
    dossier = to_edit(request, "contact", uid)
    form = HomeForm(request.POST)
    if form.is_valid() and _settled(dossier, form):
        city = form.cleaned_data["city"]
        messages.success(request, f"{dossier.subject} lives in {city}.")
        return redirect(f"{page_of(dossier)}#home")
    return drawn(request, dossier, refused=True, home=form)


def _settled(dossier: Dossier, form: HomeForm) -> bool:
    """Keep the city; a refusal stands beside it, with what was typed."""
    city, expected = form.cleaned_data["city"], form.cleaned_data["version"]
    try:
        services.settle(
            dossier.subject, city, by=dossier.viewer, expected_version=expected, cause="dossier"
        )
    except VersionConflictError as error:
        if getattr(error.current, "city", "") != city:  # else by the first of two clicks
            form.overtaken(error.current)
    except ValidationError as error:
        blame(form, error, "city")
    return not form.errors


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


def _tell(request: HttpRequest, point: ContactPoint) -> None:
    known = point.is_identity or point.is_shared or point.kind not in services.TELLING
    messages.success(request, f"{point} is kept." if known else f"{point} is kept. {ELSEWHERE}")
