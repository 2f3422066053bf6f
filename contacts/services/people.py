"""Creating and changing people and their contact points."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Q

from contacts.choices import PointKind, PointStatus
from contacts.models import Contact, ContactPoint
from contacts.models.points import USABLE
from contacts.registry import keep_findable
from contacts.services.leading import choose_first
from contacts.services.summaries import refresh_summaries
from contacts.services.values import normal_value
from core.models import User
from core.services import acting, save_canonical

NAME_PARTS = ("given_name", "middle_name", "family_name")
FOUND_BY: Final = frozenset(
    {*NAME_PARTS, "salutation", "full_name", "gender", "date_of_birth", "company_name"}
)
"""Fields whoever looks for duplicates goes by."""
TELLING: Final = frozenset({PointKind.PHONE, PointKind.WHATSAPP, PointKind.EMAIL})
"""Kinds whose values tell people apart: one person at a time claims each."""
POINT_FOUND_BY: Final = frozenset({"value_raw", "kind", "status"})


class DuplicateIdentityError(Exception):
    """Other people already hold one of these contact points; `holders` are their points."""

    def __init__(self, holders: list[ContactPoint]) -> None:
        self.holders = holders
        names = ", ".join(sorted({str(point.contact) for point in holders}))
        super().__init__(f"already known: {names}")


@dataclass(frozen=True, slots=True)
class PointDraft:
    """A contact point as somebody typed it."""

    kind: str
    value: str
    label: str = ""
    is_shared: bool = False


def create_contact(
    *,
    by: User,
    points: Iterable[PointDraft] = (),
    cause: str = "",
    allow_duplicate: bool = False,
    **fields: Any,
) -> Contact:
    """Create a person with their contact points.

    A missing full name is made of its parts. Raises DuplicateIdentityError when another person
    holds one of the points as their own, unless `allow_duplicate`: then the new person's point
    carries no identity claim. Raises ValidationError for values that may not be.
    """
    contact = Contact(**fields)
    contact.full_name = contact.full_name or _composed(contact)
    drafts = list(points)
    with acting(by, cause):
        holders = holders_of(drafts, region=contact.residence_country)
        if holders and not allow_duplicate:
            raise DuplicateIdentityError(holders)
        save_canonical(contact, by=by, cause=cause)
        for draft in drafts:
            _add_point(contact, draft, by=by, cause=cause)
        refresh_summaries([contact.pk])
        keep_findable(contact.pk)
    return contact


def update_contact(
    contact: Contact,
    *,
    by: User | None,
    expected_version: int | None = None,
    cause: str = "",
    **fields: Any,
) -> Contact:
    """Change a person's fields; compare and swap on `expected_version`.

    Changing a part of the name without the full name makes the full name of the parts anew.
    """
    for name, value in fields.items():
        setattr(contact, name, value)
    if "full_name" not in fields and any(part in fields for part in NAME_PARTS):
        contact.full_name = _composed(contact) or contact.full_name
    with acting(by, cause):
        save_canonical(contact, by=by, expected_version=expected_version, cause=cause)
        refresh_summaries([contact.pk])
        if not FOUND_BY.isdisjoint(fields):
            keep_findable(contact.pk)
    return contact


def add_point(contact: Contact, draft: PointDraft, *, by: User, cause: str = "") -> ContactPoint:
    """Add a contact point; it claims identity unless it is shared or somebody else holds it.

    The first of its kind becomes primary. A retired point with the same value comes back.
    """
    with acting(by, cause):
        point = _add_point(contact, draft, by=by, cause=cause)
        refresh_summaries([contact.pk])
        keep_findable(contact.pk)
    return point


def update_point(
    point: ContactPoint,
    *,
    by: User | None,
    expected_version: int | None = None,
    cause: str = "",
    **fields: Any,
) -> ContactPoint:
    """Change a contact point; a new `value_raw` is normalised, a new primary demotes the old.

    Another value claims identity as one that is added does, and nobody has verified it.
    """
    if "value_raw" in fields:
        _revalue(point, fields["value_raw"])
    for name, value in fields.items():
        setattr(point, name, value)
    point.is_identity = point.is_identity and not point.is_shared
    _step_back(point, chosen=bool(fields.get("is_primary")))
    with acting(by, cause):
        if fields.get("is_primary"):
            _demote_primary(point, by=by, cause=cause)
        save_canonical(point, by=by, expected_version=expected_version, cause=cause)
        if fields.get("status") == PointStatus.RETIRED:
            choose_first([point.contact_id], by=by)
        refresh_summaries([point.contact_id])
        if not POINT_FOUND_BY.isdisjoint(fields):
            keep_findable(point.contact_id)
    return point


def retire_point(point: ContactPoint, *, by: User | None, cause: str = "") -> ContactPoint:
    """Take a contact point out of use; it stays on record and stops claiming identity."""
    return update_point(
        point,
        by=by,
        cause=cause,
        status=PointStatus.RETIRED,
        is_primary=False,
        is_identity=False,
    )


def holders_of(drafts: Iterable[PointDraft], *, region: str = "") -> list[ContactPoint]:
    """Return the usable points through which other people already claim these values."""
    wanted = Q(pk__in=[])
    for draft in drafts:
        if not draft.is_shared:
            value = normal_value(draft.kind, draft.value, region=region)
            wanted |= Q(kind=draft.kind, value_norm=value)
    claims = ContactPoint.objects.filter(is_identity=True, status__in=USABLE)
    return list(claims.filter(wanted).select_related("contact"))


def _composed(contact: Contact) -> str:
    return " ".join(value for part in NAME_PARTS if (value := getattr(contact, part)))


def _add_point(contact: Contact, draft: PointDraft, *, by: User, cause: str) -> ContactPoint:
    value = normal_value(draft.kind, draft.value, region=contact.residence_country)
    same = contact.points.filter(kind=draft.kind, value_norm=value)
    if same.exclude(status=PointStatus.RETIRED).exists():
        raise ValidationError(f"{contact} already has {draft.value}", code="duplicate_point")
    of_kind = contact.points.filter(kind=draft.kind).exclude(status=PointStatus.RETIRED)
    point = same.first() or ContactPoint(contact=contact, kind=draft.kind, value_norm=value)
    point.value_raw, point.label = draft.value.strip(), draft.label
    point.status, point.is_shared = PointStatus.UNVERIFIED, draft.is_shared
    point.is_primary = not of_kind.filter(is_primary=True).exists()
    point.is_identity = not draft.is_shared and not _is_claimed(draft.kind, value)
    _step_back(point)
    return save_canonical(point, by=by, cause=cause)


def _step_back(point: ContactPoint, *, chosen: bool = False) -> None:
    """Let a fax be nobody's first number and tell nobody apart; refuse one that is `chosen`."""
    if not point.is_fax:
        return
    if chosen:
        raise ValidationError("Nobody answers a fax: choose another number", code="fax")
    point.is_primary = point.is_identity = False


def _revalue(point: ContactPoint, raw: str) -> None:
    value = normal_value(point.kind, raw, region=point.contact.residence_country)
    if value == point.value_norm:
        return
    others = point.contact.points.filter(kind=point.kind, value_norm=value).exclude(pk=point.pk)
    if others.exclude(status=PointStatus.RETIRED).exists():
        raise ValidationError(f"{point.contact} already has {raw}", code="duplicate_point")
    point.value_norm = value
    point.verified_at, point.verified_by_method = None, ""
    if point.status != PointStatus.RETIRED:
        point.status = PointStatus.UNVERIFIED
        point.is_identity = not _is_claimed(point.kind, value)


def _is_claimed(kind: str, value: str) -> bool:
    claims = ContactPoint.objects.filter(kind=kind, value_norm=value, status__in=USABLE)
    return kind not in TELLING or claims.filter(is_identity=True).exists()


def _demote_primary(point: ContactPoint, *, by: User | None, cause: str) -> None:
    others = point.contact.points.filter(kind=point.kind, is_primary=True).exclude(pk=point.pk)
    for other in others.exclude(status=PointStatus.RETIRED):
        other.is_primary = False
        save_canonical(other, by=by, cause=cause)
