"""The privacy page of a person: consent, holds, access and erasure."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from approvals.services import ApprovalError, EligibilityError
from contacts.choices import ConsentStatus
from contacts.models import Contact
from contacts.selectors import consent_state
from contacts.services import record_consent
from core.choices import State
from core.models import User
from core.selectors.changing import may_change
from core.services import audit, note_view
from privacy.forms import AnswerForm, GlassForm, GroundsForm
from privacy.selectors import held_about, holds_on
from privacy.services import break_glass, propose_erasure

ANSWER = "privacy.answer_requests"
RECORD = "contacts.add_consentrecord"


@require_safe
@login_required
def person(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show what a person agreed to and what may be done with their data."""
    contact = _contact(request, uid)
    note_view(contact, by=_user(request))
    return _drawn(request, contact)


@require_POST
@login_required
def answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Record an answer; a withdrawal takes effect at once."""
    contact, user = _contact(request, uid), _user(request)
    if not _may_record(contact, user):
        raise PermissionDenied
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _drawn(request, contact, form=form)
    try:
        record = record_consent(contact, by=user, **form.answer())
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return _drawn(request, contact, form=form)
    messages.success(request, f"{record.get_purpose_display()}: {record.get_status_display()}.")
    return redirect("privacy:person", uid)


@require_safe
@login_required
def export(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give everything held about a person as one file."""
    contact, user = _contact(request, uid), _user(request)
    if not user.has_perm(ANSWER):
        raise PermissionDenied
    audit("privacy.exported", by=user, object_type="contact", object_uid=contact.uid)
    response = JsonResponse(held_about(contact), json_dumps_params={"default": str, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="held-about-{contact.uid}.json"'
    return response


@require_POST
@login_required
def erase(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Propose to forget a person."""
    contact, user = _contact(request, uid), _user(request)
    if not user.has_perm(ANSWER):
        raise PermissionDenied
    form = GroundsForm(request.POST)
    if not form.is_valid():
        return _drawn(request, contact, grounds=form)
    try:
        made = propose_erasure(contact, by=user, grounds=form.cleaned_data["grounds"])
    except (ApprovalError, EligibilityError) as error:
        form.add_error(None, str(error))
        return _drawn(request, contact, grounds=form)
    messages.success(request, "Proposed. Two people of different roles decide now.")
    return redirect("approvals:detail", made.uid)


@login_required
def glass(request: HttpRequest) -> HttpResponse:
    """Open a restricted record for an hour; the page does not exist for who may not."""
    user = _user(request)
    if not user.has_perm("privacy.break_glass"):
        raise Http404
    form = GlassForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "privacy/glass.html", {"form": form}, status=status)
    uid = form.cleaned_data["uid"]
    try:
        until = break_glass(uid, by=user, reason=form.cleaned_data["reason"])
    except Contact.DoesNotExist as error:
        raise Http404 from error
    messages.warning(request, f"Open to you until {timezone.localtime(until):%H:%M}.")
    return redirect("client360:contact", uid)


def _contact(request: HttpRequest, uid: UUID) -> Contact:
    """Return the living person of a uid; raises Http404 for one this reader may not know."""
    rows = Contact.objects.visible_to(_user(request)).exclude(state=State.ERASED)
    contact: Contact | None = rows.filter(uid=uid).select_related("summary").first()
    if contact is None:
        raise Http404("no record this person may see")
    return contact


def _may_record(contact: Contact, user: User) -> bool:
    """Return whether somebody may write down what a person answered, as over REST."""
    return user.has_perm(RECORD) and may_change(contact, user)


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _drawn(
    request: HttpRequest,
    contact: Contact,
    *,
    form: AnswerForm | None = None,
    grounds: GroundsForm | None = None,
) -> HttpResponse:
    user = _user(request)
    refused = [
        error for f in (form, grounds) if f for errors in f.errors.values() for error in errors
    ]
    context: dict[str, Any] = {
        "contact": contact,
        "purposes": consent_state(contact),
        "answers": contact.consents.select_related("captured_by", "guardian")[:50],
        "form": form or AnswerForm(),
        "refused": refused,
        "holds": holds_on(contact).select_related("placed_by"),
        "may_record": _may_record(contact, user),
        "may_answer": user.has_perm(ANSWER),
        "withdrawn": ConsentStatus.WITHDRAWN,
    }
    status = 422 if refused else 200
    return render(request, "privacy/person.html", context, status=status)
