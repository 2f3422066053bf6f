"""How a person was formed: merges, sources, values; how to undo it and what to keep."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from approvals.services import ApprovalError
from contacts.models import Contact
from contacts.selectors import search
from core.choices import State
from core.selectors.masking import sees_points
from identity.models import MergeOperation, SourceRecord
from identity.selectors.claims import ATTRIBUTES
from identity.selectors.forming import moved, operations_of, undoable, values_of
from identity.selectors.leftovers import leftovers_of
from identity.selectors.queue import may_review
from identity.services.errors import IdentityError
from identity.services.leftovers import leave_leftover, move_leftover
from identity.services.proposing import propose_split, propose_unlock, propose_unmerge
from identity.services.surviving import lock, prefer, unlock
from identity.views.reading import for_reviewers, may_change, person_of, reader

MOVED = 308
MOST = 10


@require_safe
@login_required
def formed(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the merges that made a person, their sources, and where every value comes from."""
    contact = person_of(request, uid)
    if contact.state == State.MERGED and contact.merged_into:
        there = reverse("identity:formed", args=[contact.merged_into.uid])
        return HttpResponsePermanentRedirect(there, status=MOVED)
    return _drawn(request, contact)


@require_POST
@for_reviewers
def unmerge(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Propose to undo a merge; somebody else approves it."""
    operation = MergeOperation.objects.filter(uid=uid).select_related("survivor").first()
    if operation is None:
        raise Http404("no such merge")
    contact = person_of(request, operation.survivor.uid)
    reason = request.POST.get("reason", "")
    try:
        proposal = propose_unmerge(operation, by=reader(request), reason=reason)
    except (IdentityError, ApprovalError, ValidationError) as error:
        return _refused(request, contact, error)
    messages.success(request, f"Proposed: {proposal.title}. It waits for one more person.")
    return redirect("identity:formed", uid=contact.uid)


@require_POST
@for_reviewers
def leftover(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give what undoing a merge left to the other person, or note that it stays."""
    operation = MergeOperation.objects.filter(uid=uid).select_related("survivor").first()
    if operation is None:
        raise Http404("no such merge")
    contact = person_of(request, operation.survivor.uid)
    line, moves = request.POST.get("line", ""), request.POST.get("answer") == "move"
    if not line.isdecimal():
        raise Http404("no such line")
    try:
        (move_leftover if moves else leave_leftover)(operation, int(line), by=reader(request))
    except ValidationError as error:
        return _refused(request, contact, error)
    messages.success(request, "Moved." if moves else "It stays where it is.")
    return redirect("identity:formed", uid=contact.uid)


@require_POST
@for_reviewers
def split(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Propose to give source records a person of their own; somebody else approves it."""
    contact = person_of(request, uid)
    wanted = request.POST.getlist("record")
    records = list(contact.source_records.filter(uid__in=wanted).select_related("contact"))
    try:
        proposal = propose_split(records, by=reader(request), reason=request.POST.get("reason", ""))
    except (IdentityError, ApprovalError, ValidationError) as error:
        return _refused(request, contact, error)
    messages.success(request, f"Proposed: {proposal.title}. It waits for one more person.")
    return redirect("identity:formed", uid=contact.uid)


@require_POST
@login_required
def keep(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Lock an attribute as it stands: no import, merge or machine changes it from now on."""
    contact, asked = _changeable(request, uid), request.POST
    try:
        attribute = _known(asked.get("attribute", ""))
        lock(contact, attribute, by=reader(request), reason=asked.get("reason", "").strip())
    except ValidationError as error:
        return _refused(request, contact, error)
    messages.success(request, "Locked. Nothing changes it until somebody unlocks it.")
    return redirect("identity:formed", uid=contact.uid)


@require_POST
@login_required
def release(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Unlock or unpin an attribute: it follows its sources again."""
    contact, attribute = _changeable(request, uid), request.POST.get("attribute", "")
    for held in contact.locks.filter(attribute=attribute):
        unlock(held, by=reader(request))
    prefer(contact, attribute, None, by=reader(request))
    messages.success(request, "It follows its sources again.")
    return redirect("identity:formed", uid=contact.uid)


@require_POST
@login_required
def ask_release(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Propose to unlock an attribute; somebody else approves it."""
    contact, asked = person_of(request, uid), request.POST
    held = contact.locks.filter(attribute=asked.get("attribute", "")).first()
    if held is None:
        raise Http404("not locked")
    try:
        proposal = propose_unlock(held, by=reader(request), reason=asked.get("reason", ""))
    except (ApprovalError, ValidationError) as error:
        return _refused(request, contact, error)
    messages.success(request, f"Proposed: {proposal.title}. It waits for one more person.")
    return redirect("identity:formed", uid=contact.uid)


@require_POST
@login_required
def pin(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take the value of one source record, whatever newer ones say."""
    contact, asked = _changeable(request, uid), request.POST
    try:
        attribute = _known(asked.get("attribute", ""))
        record = _record(contact, asked.get("record", ""))
        prefer(contact, attribute, record, by=reader(request))
    except (ValidationError, IntegrityError) as error:
        return _refused(request, contact, error)
    messages.success(request, f"{record.source} decides this now.")
    return redirect("identity:formed", uid=contact.uid)


def _changeable(request: HttpRequest, uid: UUID) -> Contact:
    contact = person_of(request, uid)
    if not may_change(reader(request), contact):
        raise PermissionDenied
    return contact


def _known(attribute: str) -> str:
    if attribute not in ATTRIBUTES:
        raise ValidationError("Name the value that is to stay as it is.")
    return attribute


def _record(contact: Contact, number: str) -> SourceRecord:
    standing = contact.source_records.filter(ended_at__isnull=True)
    found = standing.filter(pk=number).first() if number.isdecimal() else None
    if found is None:
        raise ValidationError("Name the source record that is to decide.")
    return found


def _drawn(
    request: HttpRequest, contact: Contact, *, refused: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    operations, user = operations_of(contact), reader(request)
    may_compare = may_review(reader(request)) and contact.state == State.ACTIVE
    words = request.GET.get("q", "").strip() if may_compare else ""
    context = {
        "contact": contact,
        "may_compare": may_compare,
        "words": words,
        "found": _named(request, contact, words) if words else [],
        "operations": [
            (each, moved(each), leftovers_of(each, by=user)) for each in reversed(operations)
        ],
        "undoable": undoable(operations),
        "values": values_of(contact, by=reader(request)),
        "records": contact.source_records.filter(reverted="").select_related("source"),
        "may_review": may_review(reader(request)),
        "may_change": may_change(reader(request), contact),
        "refused": refused,
    }
    return render(request, "identity/formed.html", context, status=status)


def _named(request: HttpRequest, contact: Contact, words: str) -> list[Contact]:
    """Return others of whom the words are said, to be compared with this person."""
    user = reader(request)
    rows = Contact.objects.visible_to(user).filter(state=State.ACTIVE).exclude(pk=contact.pk)
    found = search(rows.select_related("owner"), words, by_points=sees_points(user))
    return list(found.order_by("-updated_at", "-pk")[:MOST])


def _refused(request: HttpRequest, contact: Contact, error: Exception) -> HttpResponse:
    words = " ".join(getattr(error, "messages", [str(error)]))
    return _drawn(request, contact, refused=words, status=HTTPStatus.CONFLICT)
