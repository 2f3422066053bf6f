"""Who reads, and what they may open."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest

from contacts.models import Contact
from core.choices import State
from core.models import User
from core.views import opens_for
from identity.models import MatchCandidate
from identity.selectors.queue import may_review

CHANGE = "contacts.change_contact"


def reader(request: HttpRequest) -> User:
    """Return the signed-in person of a view behind `login_required`."""
    return cast("User", request.user)


for_reviewers = opens_for(may_review)


def pair_of(request: HttpRequest, uid: UUID) -> MatchCandidate:
    """Return a pair of two people this person may see; raises Http404."""
    rows = MatchCandidate.objects.select_related(
        "left__owner", "right__owner", "left__employer", "right__employer", "proposal", "leased_by"
    )
    pair = rows.filter(uid=uid).first()
    seen = Contact.objects.visible_to(reader(request))
    if pair is None or seen.filter(pk__in=[pair.left_id, pair.right_id]).count() < 2:  # noqa: PLR2004 -- both of a pair
        raise Http404("no pair this person may see")
    return pair


def person_of(request: HttpRequest, uid: UUID) -> Contact:
    """Return a person this reader may see; raises Http404."""
    rows = Contact.objects.visible_to(reader(request)).select_related("merged_into", "employer")
    found: Contact | None = rows.filter(uid=uid).first()
    if found is None:
        raise Http404("no person this reader may see")
    return found


def standing_of(request: HttpRequest, uid: UUID) -> Contact:
    """Return a person this reader may see, or who they were merged into; raises Http404."""
    found = person_of(request, uid)
    merged = found.state == State.MERGED and found.merged_into
    return person_of(request, merged.uid) if merged else found


def may_change(user: User, contact: Contact) -> bool:
    """Return whether somebody may change this person: by role, and by whose the person is."""
    rows = Contact.objects.changeable_by(user).filter(pk=contact.pk)
    return contact.state == State.ACTIVE and user.has_perm(CHANGE) and bool(rows.exists())
