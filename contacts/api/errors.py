"""What the errors of contacts mean to a caller."""

from typing import cast

from rest_framework.request import Request

from contacts.api.lookalikes import told
from contacts.models import Contact
from contacts.services import DuplicateIdentityError, LikelyDuplicateError
from core.api.errors import Problem, problem_of
from core.models import User


@problem_of.register(LikelyDuplicateError)
def _likely(error: LikelyDuplicateError, request: Request) -> Problem:  # noqa: ARG001 -- the framework's signature
    """Name who they probably are and why."""
    words = "Somebody on record is probably this person."
    return Problem(409, "duplicate_identity", words, [], {"candidates": told(error.found)})


@problem_of.register(DuplicateIdentityError)
def _duplicate(error: DuplicateIdentityError, request: Request) -> Problem:
    """Name the holders the caller may see; that there is one, nobody can be spared."""
    held: dict[int, list[str]] = {}
    for point in error.holders:
        held.setdefault(point.contact_id, []).append(f"same {point.kind}")
    seen = Contact.objects.filter(pk__in=held).visible_to(cast("User", request.user))
    candidates = [
        {
            "uid": str(contact.uid),
            "full_name": contact.full_name,
            "score": 1.0,
            "reasons": sorted(held[contact.pk]),
        }
        for contact in seen
    ]
    words = "Somebody on record already holds one of these contact points."
    return Problem(409, "duplicate_identity", words, [], {"candidates": candidates})
