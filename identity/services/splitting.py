"""Source records that belong to somebody else get a person of their own, and back again."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from approvals.models import Proposal
from contacts.choices import PointStatus
from contacts.models import AccountContact, Contact, ContactPoint, PostalAddress
from contacts.services import choose_first
from core.choices import State
from core.models import User
from core.services import acting, audit, save_canonical
from core.services.moving import Moved, added, change
from identity.choices import MergeState, OperationKind
from identity.models import MergeOperation, SourceRecord
from identity.registry import reach_of
from identity.selectors.claims import claims_of, claims_of_records
from identity.services.errors import GonePartyError, UndoneError
from identity.services.freshening import freshen
from identity.services.merging import Order, announce, journal, merge
from identity.services.surviving import settle
from identity.services.unmerging import remember
from identity.survivorship import attribute_of, survive

SHARED = ("owner", "team", "visibility", "is_vip")


def split(
    records: Sequence[SourceRecord], *, by: User, proposal: Proposal | None = None
) -> MergeOperation:
    """Move source records of one person to a new one and return the operation.

    The new person gets the values those records claim and the points and addresses their rows
    brought; numbers and addresses that their rows name, but others brought, they share with the
    old one. What people did with the old one stays there. The two are remembered as different.
    Raises ValidationError for records of several people or for all a person has, GonePartyError
    for somebody merged meanwhile.
    """
    contact = _whose(records)
    with acting(by, "split:"):
        contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
        if contact.state not in (State.ACTIVE, State.ARCHIVED):
            raise GonePartyError("this person was merged or erased meanwhile")
        values = _claimed(records)
        new = save_canonical(
            Contact(**values, **{name: getattr(contact, name) for name in SHARED}), by=by
        )
        operation = MergeOperation.objects.create(
            kind=OperationKind.SPLIT, survivor=contact, actor=by, proposal=proposal
        )
        operation.losers.set([new])
        moved = [*_moved(contact, new, records, by), *_shared(contact, new, records, by)]
        changed, provenance = settle(contact, by=by, **_nobodys(contact, values))
        operation.provenance = provenance
        operation.save(update_fields=["provenance"])
        journal(operation, [*moved, *changed])
        choose_first([contact.pk, new.pk], by=by)
        remember(contact, [new], by, f"split: {operation.uid}")
        announce([new], "split", f"split:{contact.uid}")
        freshen([contact, new])
        audit(
            "contact.split",
            by=by,
            object_type="contact",
            object_uid=contact.uid,
            payload={"operation": str(operation.uid), "records": len(records)},
        )
    return operation


def rejoin(
    operation: MergeOperation, *, by: User, proposal: Proposal | None = None
) -> MergeOperation:
    """Undo a split: merge the person it made into the one they came from; return that merge.

    Whatever came to the new person since goes along, and the merge can be undone as any other.
    Raises UndoneError for a split that was undone, GonePartyError for somebody merged meanwhile.
    """
    with acting(by, f"merge:{operation.uid}"):
        standing = MergeOperation.objects.select_for_update().get(pk=operation.pk)
        if standing.state != MergeState.DONE or standing.kind != OperationKind.SPLIT:
            raise UndoneError("this split was undone already")
        # that they are two was said by the split itself
        order = Order(survivor=standing.survivor, losers=[standing.losers.get()], override=True)
        done = merge(order, by=by, proposal=proposal)
        standing.state, standing.undone_at, standing.undone_by = (
            MergeState.UNDONE, timezone.now(), by,
        )  # fmt: skip
        standing.undone_proposal = proposal
        standing.save(update_fields=["state", "undone_at", "undone_by", "undone_proposal"])
    return done


def _whose(records: Sequence[SourceRecord]) -> Contact:
    people = {record.contact_id: record.contact for record in records}
    contact = next(iter(people.values()), None)
    if len(people) != 1 or contact is None:
        raise ValidationError("a split takes source records of one person")
    live = contact.source_records.filter(ended_at__isnull=True)
    if not live.exclude(pk__in=[record.pk for record in records]).exists():
        raise ValidationError("this is all the sources know of this person; nothing would be left")
    return contact


def _claimed(records: Sequence[SourceRecord]) -> dict[str, Any]:
    """Return the values the records claim; raises ValidationError where they name nobody."""
    values = {
        column: value
        for attribute, claims in claims_of_records(records).items()
        if (choice := survive(attribute, claims))
        for column, value in choice.value.items()
        if value is not None
    }
    if not values.get("full_name"):
        raise ValidationError("these source records name nobody")
    return values


def _moved(
    contact: Contact, new: Contact, records: Sequence[SourceRecord], by: User
) -> list[Moved]:
    """Move the records, and the points, addresses and links their rows brought."""
    ids = [record.pk for record in records]
    brought = [_brought(contact, record) for record in records]
    kept = [_brought(contact, record) for record in contact.source_records.exclude(pk__in=ids)]
    causes = {each for each in brought if each not in kept and each[1]}
    moved: list[Moved] = []
    for model in (ContactPoint, PostalAddress, AccountContact):
        rows = model.objects.filter(contact=contact, pk__in=list(_born(model, causes)))
        moved += change(rows, by=by, contact=new)
    first = SourceRecord.objects.filter(pk__in=ids, first_contact_id__isnull=True)
    moved += change(first, by=None, contact=new, first_contact_id=contact.pk)
    return moved + change(SourceRecord.objects.filter(pk__in=ids), by=None, contact=new)


def _shared(
    contact: Contact, new: Contact, records: Sequence[SourceRecord], by: User
) -> list[Moved]:
    """Give the new person what their rows name of what stayed; neither claims it for themselves."""
    has = set(new.points.values_list("kind", "value_norm"))
    named = reach_of(records) - has
    kinds = {kind for kind, _ in has}
    made: list[Moved] = []
    standing = contact.points.exclude(status=PointStatus.RETIRED).order_by("-is_primary", "pk")
    for point in standing:
        if (point.kind, point.value_norm) not in named:
            continue
        told = {name: getattr(point, name) for name in ("kind", "value_raw", "value_norm", "label")}
        twin = ContactPoint(contact=new, is_primary=point.kind not in kinds, **told)
        made.append(added(save_canonical(twin, by=by)))
        kinds.add(point.kind)
    return made


def _brought(contact: Contact, record: SourceRecord) -> tuple[int, str]:
    """Return whose row a record was applied to and under which cause."""
    origin = record.first_contact_id or contact.pk
    past = Contact.history.model.objects.filter(id=origin, version=record.version_after).first()
    return origin, (past.history_change_reason or "") if past else ""


def _born(model: type[Any], causes: set[tuple[int, str]]) -> "chain[int]":
    """Return the ids of the rows that came into being under these causes."""
    history = model.history.model.objects.filter(version=1)
    return chain.from_iterable(
        history.filter(contact_id=origin, history_change_reason=cause).values_list("id", flat=True)
        for origin, cause in sorted(causes)
    )


def _nobodys(contact: Contact, values: dict[str, Any]) -> dict[str, Any]:
    """Return blank values for what only the records that left had claimed."""
    claims = claims_of(contact)
    return {
        field.attname: field.get_default()
        for field in Contact._meta.concrete_fields  # noqa: SLF001 -- Django's documented name
        if field.attname in values and attribute_of(field.attname) not in claims
    }
