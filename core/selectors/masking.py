"""What a reader sees of sensitive values: the value, a mask of it, or nothing."""

from typing import Any

import phonenumbers
from django.db import models

from core.choices import Mask
from core.models import SensitiveField, User, entity_type
from core.querysets import SEES_EVERYTHING, standing_of

SHOWN, DOTS = 2, "••••••"
# from this level on no change is automatic, and who reads the value is on record
GRAVE = 2
type Masks = dict[str, dict[str, tuple[str, bool]]]


def masks(user: User, entity: str, *, owned: bool = False) -> dict[str, str]:
    """Return the fields of an entity this user does not see, each with its mask.

    `owned` says that the user owns the record at hand.
    """
    hidden = _hidden_from(user).get(entity, {})
    return {name: mask for name, (mask, owner_sees) in hidden.items() if not (owned and owner_sees)}


def unseen(row: models.Model, user: User) -> frozenset[str]:
    """Return the fields of one record this user does not see."""
    owned = getattr(row, "owner_id", None) == user.pk
    return frozenset(masks(user, entity_type(row), owned=owned))


def sensitive_fields() -> dict[tuple[str, str], SensitiveField]:
    """Return every sensitive field by entity and name."""
    return {(row.entity, row.field): row for row in SensitiveField.objects.all()}


def masked(mask: str, value: Any) -> Any:
    """Return what stands in the place of a value; an empty one stays empty, a hidden one is None.

    A number keeps its country, two digits and the last two: `+91 98••••••21`; an address its
    first letter and its domain; a register number its last four.
    """
    if value in (None, "") or mask == Mask.HIDDEN:
        return None if mask == Mask.HIDDEN else value
    text = str(value)
    if "@" in text:
        name, _, domain = text.rpartition("@")
        return f"{name[:1]}{DOTS}@{domain}"
    return _number(text) if mask == Mask.POINT else f"{DOTS}{text[-4:]}"


def sees_points(user: User) -> bool:
    """Return whether a user sees telephone numbers and addresses, so may search by them."""
    return not masks(user, "contactpoint")


def veil(row: models.Model, user: User, *, owned: bool = False) -> None:
    """Put masks in the place of what a user does not see on a row that will not be saved."""
    for name, mask in masks(user, entity_type(row), owned=owned).items():
        setattr(row, name, masked(mask, getattr(row, name)))


def veiled(rows: list[dict[str, Any]], user: User, **columns: str) -> list[dict[str, Any]]:
    """Return rows of values with masks; `phone="contactsummary.phone"` names what a column is."""
    found = {
        column: mask
        for column, what in columns.items()
        if (mask := masks(user, what.partition(".")[0]).get(what.partition(".")[2]))
    }
    return [row | {name: masked(mask, row[name]) for name, mask in found.items()} for row in rows]


def _hidden_from(user: User) -> Masks:
    found: Masks = {}
    if not user.has_perm(SEES_EVERYTHING):
        for entity, field, mask, owner_sees in standing_of(user).hidden:
            found.setdefault(entity, {})[field] = (mask, owner_sees)
    return found


def _number(text: str) -> str:
    try:
        parsed = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return f"{DOTS}{text[-SHOWN:]}"
    national = str(parsed.national_number)
    return f"+{parsed.country_code} {national[:SHOWN]}{DOTS}{national[-SHOWN:]}"
