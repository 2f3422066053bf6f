"""Somebody new: added unless they are probably on record already, or added all the same."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, Final

from contacts.models import Contact, ContactRole
from contacts.registry import Lookalike, lookalikes, note_lookalikes
from contacts.services.people import PointDraft, create_contact
from contacts.services.settling import settle
from core.models import User
from core.services import acting, save_canonical

LIKELY: Final = 0.5
"""From this probability a new person is held back until somebody looked."""


class LikelyDuplicateError(Exception):
    """Somebody on record is probably the person to be created; `found` are they."""

    def __init__(self, found: list[Lookalike]) -> None:
        self.found = found
        super().__init__("probably known already")


def register_contact(
    *,
    by: User,
    points: Sequence[PointDraft] = (),
    roles: Iterable[str] = (),
    city: str = "",
    kept: bool = False,
    cause: str = "",
    **fields: Any,
) -> Contact:
    """Create a person with contact points, roles and the city they live in.

    Raises LikelyDuplicateError when somebody `by` may see is probably they, and what
    `create_contact` raises; not so if `kept`: then those who look at duplicates see them beside
    each other.
    """
    typed = [asdict(draft) for draft in points]
    found = lookalikes({**fields, "city": city} if city else fields, typed, by=by)
    likely = [each for each in found if each.probability >= LIKELY]
    if likely and not kept:
        raise LikelyDuplicateError(likely)
    with acting(by, cause):
        contact = create_contact(by=by, points=points, cause=cause, allow_duplicate=kept, **fields)
        if city:
            settle(contact, city, by=by)
        for number, role in enumerate(dict.fromkeys(roles)):
            save_canonical(ContactRole(contact=contact, role=role, is_primary=not number), by=by)
        if kept:
            note_lookalikes(contact)
    return contact
