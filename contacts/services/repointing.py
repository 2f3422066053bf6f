"""What hangs on a merged person moves to the one who stays.

Every function returns what it did, so that the merge can journal it and undo it.
"""

from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils import timezone

from accounts.models import Account
from contacts.choices import ConsentStatus, PointStatus
from contacts.models import (
    AccountContact,
    ConsentRecord,
    Contact,
    ContactPoint,
    ContactRole,
    ContactSummary,
    Household,
    HouseholdMember,
    PostalAddress,
    Relationship,
)
from core.choices import MoveAction
from core.models import User
from core.services.moving import Moved, added, change, move_links
from core.services.uniting import unite_grants

# what a merge may never weaken, the strictest first
STRICTNESS = (
    ConsentStatus.WITHDRAWN,
    ConsentStatus.DENIED,
    ConsentStatus.EXPIRED,
    ConsentStatus.GRANTED,
)
ENDED = {"is_primary": False, "is_identity": False, "status": PointStatus.RETIRED}


def repoint(*, survivor: Contact, loser: Contact, by: User | None) -> list[Moved]:
    """Move everything of contacts that belongs to `loser` to `survivor`."""
    ContactSummary.objects.filter(contact=loser).delete()  # derived, made anew when needed
    return [
        *_points(survivor, loser, by),
        *_addresses(survivor, loser, by),
        *_roles(survivor, loser, by),
        *move_links(
            AccountContact, "contact", ("account_id", "role"), to=survivor, of=loser, by=by
        ),
        *change(Household.objects.filter(primary_contact=loser), by=by, primary_contact=survivor),
        *_memberships(survivor, loser, by),
        *_relationships(survivor, loser, by),
        *_consents(survivor, loser, by),
        *unite_grants(survivor, loser),
    ]


def _points(survivor: Contact, loser: Contact, by: User | None) -> list[Moved]:
    """Keep every value once; the copy that stays inherits claim and verification."""
    standing = survivor.points.exclude(status=PointStatus.RETIRED)
    twins = {(point.kind, point.value_norm): point for point in standing}
    primary = {point.kind for point in standing if point.is_primary}
    moved: list[Moved] = []
    for point in loser.points.order_by("pk"):
        row = ContactPoint.objects.filter(pk=point.pk)
        twin = twins.get((point.kind, point.value_norm))
        if point.status == PointStatus.RETIRED:
            moved += change(row, by=by, contact=survivor)
        elif twin:
            moved += change(row, by=by, action=MoveAction.RETIRE, contact=survivor, **ENDED)
            moved += _inherit(twin, point, by)
        elif point.is_primary and point.kind in primary:
            moved += change(
                row, by=by, action=MoveAction.DEMOTE, contact=survivor, is_primary=False
            )
        else:
            moved += change(row, by=by, contact=survivor)
    return moved


def _inherit(twin: ContactPoint, point: ContactPoint, by: User | None) -> list[Moved]:
    gained: dict[str, object] = {}
    if point.is_identity and not twin.is_shared:
        gained["is_identity"] = True
    if point.verified_at and not twin.verified_at:
        gained |= {
            "status": point.status,
            "verified_at": point.verified_at,
            "verified_by_method": point.verified_by_method,
        }
    rows = ContactPoint.objects.filter(pk=twin.pk)
    return change(rows, by=by, action=MoveAction.CHANGE, **gained) if gained else []


def _addresses(survivor: Contact, loser: Contact, by: User | None) -> list[Moved]:
    standing = survivor.addresses.filter(until__isnull=True)
    known = {address.norm_hash for address in standing if address.norm_hash}
    has_primary = any(address.is_primary for address in standing)
    current = PostalAddress.objects.filter(contact=loser, until__isnull=True)
    today = timezone.localdate()
    moved = change(
        current.filter(norm_hash__in=known),
        by=by,
        action=MoveAction.CLOSE,
        contact=survivor,
        until=today,
        is_primary=False,
    )
    if has_primary:
        second = current.filter(is_primary=True)
        demoted = {"action": MoveAction.DEMOTE, "contact": survivor, "is_primary": False}
        moved += change(second, by=by, **demoted)  # type: ignore[arg-type]  # one mapping of both
    return moved + change(PostalAddress.objects.filter(contact=loser), by=by, contact=survivor)


def _roles(survivor: Contact, loser: Contact, by: User | None) -> list[Moved]:
    standing = ContactRole.objects.filter(contact=survivor, until__isnull=True)
    current = ContactRole.objects.filter(contact=loser, until__isnull=True)
    moved = change(
        current.filter(role__in=list(standing.values_list("role", flat=True))),
        by=by,
        action=MoveAction.CLOSE,
        contact=survivor,
        until=timezone.localdate(),
    )
    if standing.filter(is_primary=True).exists():
        moved += change(
            current.filter(is_primary=True),
            by=by,
            action=MoveAction.DEMOTE,
            contact=survivor,
            is_primary=False,
        )
    return moved + change(ContactRole.objects.filter(contact=loser), by=by, contact=survivor)


def _memberships(survivor: Contact, loser: Contact, by: User | None) -> list[Moved]:
    moved: list[Moved] = []
    for place in HouseholdMember.objects.filter(contact=loser).order_by("pk"):
        rows = HouseholdMember.objects.filter(pk=place.pk)
        twice = HouseholdMember.objects.filter(
            contact=survivor, household=place.household_id, valid__overlap=place.valid
        )
        if twice.exists():  # the same time in the same household: the survivor's place stands
            nothing = DateRange(empty=True)
            moved += change(rows, by=by, action=MoveAction.CLOSE, contact=survivor, valid=nothing)
        else:
            moved += change(rows, by=by, contact=survivor)
    return moved


def _relationships(survivor: Contact, loser: Contact, by: User | None) -> list[Moved]:
    moved: list[Moved] = []
    touching = Q(from_contact=loser) | Q(to_contact=loser)
    for edge in Relationship.objects.filter(touching).order_by("pk"):
        ends: dict[str, Any] = {
            "from_contact": edge.from_contact_id,
            "to_contact": edge.to_contact_id,
        }
        ends = {end: survivor.pk if pk == loser.pk else pk for end, pk in ends.items()}
        twins = Relationship.objects.filter(
            **ends, kind=edge.kind, to_account=edge.to_account_id, until__isnull=True
        )
        rows = Relationship.objects.filter(pk=edge.pk)
        to_oneself = ends["from_contact"] == ends["to_contact"]
        if edge.until is None and (to_oneself or twins.exclude(pk=edge.pk).exists()):
            today = timezone.localdate()
            moved += change(rows, by=by, action=MoveAction.CLOSE, until=today, **ends)
        else:
            moved += change(rows, by=by, **ends)
    return moved


def _consents(survivor: Contact, loser: Contact, by: User | None) -> list[Moved]:
    """Move every answer; where the newest would be laxer, the strictest is written anew."""
    answers = [_current(survivor), _current(loser)]
    moved = change(ConsentRecord.objects.filter(contact=loser), by=by, contact=survivor)
    moved += change(ConsentRecord.objects.filter(guardian=loser), by=by, guardian=survivor)
    now = _current(survivor)
    for purpose, record in sorted(now.items()):
        strictest = min(
            (answer[purpose] for answer in answers if purpose in answer),
            key=lambda answer: STRICTNESS.index(ConsentStatus(answer.status)),
        )
        if strictest.status != record.status:
            moved.append(added(_repeated(strictest, survivor, by)))
    return moved


def _current(contact: Contact) -> dict[str, ConsentRecord]:
    records = ConsentRecord.objects.filter(contact=contact).order_by("at", "id")
    return {record.purpose: record for record in records}


def _repeated(record: ConsentRecord, survivor: Contact, by: User | None) -> ConsentRecord:
    again = ConsentRecord.objects.create(
        contact=survivor,
        purpose=record.purpose,
        status=record.status,
        lawful_basis=record.lawful_basis,
        notice_version=record.notice_version,
        language=record.language,
        channel="merge",
        evidence=f"the stricter answer of {record.at:%Y-%m-%d} holds",
        captured_by=by,
        expires_at=record.expires_at if record.status == ConsentStatus.GRANTED else None,
    )
    again.refresh_from_db()
    return again


def repoint_account(*, survivor: Account, loser: Account, by: User | None) -> list[Moved]:
    """Move what of contacts belongs to a merged account to the one that stays."""
    current = PostalAddress.objects.filter(account=loser, until__isnull=True, is_primary=True)
    standing = PostalAddress.objects.filter(account=survivor, until__isnull=True, is_primary=True)
    moved: list[Moved] = []
    if standing.exists():
        demoted = {"action": MoveAction.DEMOTE, "account": survivor, "is_primary": False}
        moved += change(current, by=by, **demoted)  # type: ignore[arg-type]  # one mapping of both
    return [
        *moved,
        *change(PostalAddress.objects.filter(account=loser), by=by, account=survivor),
        *move_links(
            AccountContact, "account", ("contact_id", "role"), to=survivor, of=loser, by=by
        ),
        *change(Contact.objects.filter(employer=loser), by=by, employer=survivor),
        *move_links(
            Relationship, "to_account", ("from_contact_id", "kind"), to=survivor, of=loser, by=by
        ),
    ]
