"""What sources said of somebody while they were merged goes back with them.

A later row of a file under an id that belongs to the one who leaves was about them: its source
record goes back, the numbers only it named, and the values it wrote. What else it made is listed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from contacts.choices import PointStatus
from contacts.models import Contact, ContactPoint
from core.models import User
from core.services.moving import change
from identity.choices import CrosswalkOutcome
from identity.models import MergeOperation, SourceRecord
from identity.registry import made_by, reach_of
from identity.selectors.claims import COLUMNS, claims_of_records, survivors
from identity.survivorship import CONTACT_FIELDS, attribute_of, columns_of

RECORDS: Final = "identity_sourcerecord"
POINTS: Final = "contacts_contactpoint"
EMPLOYER: Final = 1 << CONTACT_FIELDS.index("employer")


@dataclass(slots=True)
class Followed:
    """What came back by itself, and what is left to choose.

    `rows` are tables and ids that stayed with the survivor and may belong to the loser; `columns`
    those of the survivor that were computed anew.
    """

    rows: list[tuple[str, int]] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)


def follow(operation: MergeOperation, survivor: Contact, loser: Contact, *, by: User) -> Followed:
    """Give a loser what their sources said of them since the merge, in the caller's transaction."""
    records = list(_later(operation, survivor, loser))
    return bring(operation, records, survivor, loser, by=by) if records else Followed()


def bring(
    operation: MergeOperation,
    records: Sequence[SourceRecord],
    survivor: Contact,
    loser: Contact,
    *,
    by: User,
) -> Followed:
    """Give a loser source records of the survivor with what only these brought since the merge."""
    wrote = {record.pk: _wrote(record, survivor) for record in records}
    made = made_by(records)  # asked while they are still the survivor's
    _give_records(records, wrote, survivor, loser)
    found = Followed(rows=[*_give_points(operation, records, survivor, loser, by), *made])
    found.columns = _take_values(survivor, set().union(*wrote.values()), by)
    _bring_values(loser, records, by)
    return found


def stand_again(operation: MergeOperation, survivor: Contact, losers: Sequence[Contact]) -> None:
    """Reopen source records that a later one of somebody else had superseded in the merge."""
    apart = Q(contact=survivor, superseded_by__contact__in=losers) | Q(
        contact__in=losers, superseded_by__contact=survivor
    )
    ended = SourceRecord.objects.filter(apart, reverted="", ended_at__gte=operation.at)
    for record in ended.order_by("pk").select_for_update(of=("self",)):
        live = SourceRecord.objects.filter(
            source=record.source_id, external_id=record.external_id, contact__isnull=False
        )
        if record.external_id and live.filter(ended_at__isnull=True).exists():
            continue
        record.ended_at, record.superseded_by = None, None
        record.save(update_fields=["ended_at", "superseded_by"])


def _later(
    operation: MergeOperation, survivor: Contact, loser: Contact
) -> "QuerySet[SourceRecord]":
    """Return the survivor's records since the merge under an id that is the loser's."""
    known = SourceRecord.objects.filter(contact=loser).exclude(external_id="")
    wanted = Q(pk__in=[])
    for source, external_id in set(known.values_list("source", "external_id")):
        wanted |= Q(source=source, external_id=external_id)
    journalled = operation.moves.filter(table=RECORDS).values("row_id")
    since = SourceRecord.objects.filter(wanted, contact=survivor, created_at__gte=operation.at)
    return since.exclude(pk__in=journalled).order_by("pk")


def _wrote(record: SourceRecord, survivor: Contact) -> set[str]:
    """Return the columns of the survivor a record changed, as history tells."""
    if record.outcome != CrosswalkOutcome.UPDATED:
        return set()
    history = Contact.history.model.objects.filter(id=record.first_contact_id or survivor.pk)
    after = history.filter(version=record.version_after).first()
    before = history.filter(version=record.version_after - 1).first()
    if after is None or before is None:
        return set()
    return {name for name in COLUMNS if getattr(after, name) != getattr(before, name)}


def _give_records(
    records: Sequence[SourceRecord], wrote: dict[int, set[str]], survivor: Contact, loser: Contact
) -> None:
    rows = SourceRecord.objects.filter(pk__in=[record.pk for record in records])
    first = rows.filter(first_contact_id__isnull=True)
    change(first, by=None, contact=loser, first_contact_id=survivor.pk)
    change(rows, by=None, contact=loser)
    # a record that did not write the employer would claim the one the survivor happened to have
    silent = [pk for pk, columns in wrote.items() if "employer_id" not in columns]
    SourceRecord.objects.filter(pk__in=silent).update(mask=F("mask").bitand(~EMPLOYER))


def _give_points(
    operation: MergeOperation,
    records: Sequence[SourceRecord],
    survivor: Contact,
    loser: Contact,
    by: User,
) -> list[tuple[str, int]]:
    """Give the loser the points their rows brought; return those that are left to choose."""
    staying = survivor.source_records.filter(ended_at__isnull=True, reverted="")
    named = reach_of(records) - reach_of(list(staying))
    journalled = operation.moves.filter(table=POINTS).values("row_id")
    since = survivor.points.filter(created_at__gte=operation.at).exclude(pk__in=journalled)
    has = set(_usable(loser).values_list("kind", "value_norm"))
    left = []
    for point in since.order_by("pk"):
        if (value := (point.kind, point.value_norm)) not in named:
            continue
        if value in has or not _is_imported(point):
            left.append((POINTS, point.pk))
            continue
        give_point(point, loser, by=by)
    return left


def give_point(point: ContactPoint, to: Contact, *, by: User | None) -> None:
    """Give a contact point to somebody; it is their primary one if they have none of its kind."""
    used = point.status != PointStatus.RETIRED
    primary = used and not _usable(to).filter(kind=point.kind, is_primary=True).exists()
    rows = ContactPoint.objects.filter(pk=point.pk)
    change(rows, by=by, contact=to, is_primary=primary)


def _usable(person: Contact) -> "QuerySet[ContactPoint]":
    return ContactPoint.objects.filter(contact=person).exclude(status=PointStatus.RETIRED)


def _is_imported(point: ContactPoint) -> bool:
    born = ContactPoint.history.model.objects.filter(id=point.pk, version=1).first()
    return born is not None and (born.history_change_reason or "").startswith("import:")


def _take_values(survivor: Contact, columns: set[str], by: User) -> set[str]:
    """Compute anew what the rows that left had written, blank where nobody else says anything."""
    attributes = {attribute_of(column) for column in columns}
    fresh = _computed(survivor, attributes)
    silent = {column for column in columns if column not in fresh} - set(columns_of("name"))
    _write(survivor, fresh | dict.fromkeys(silent), by)
    return set(fresh) | silent


def _bring_values(loser: Contact, records: Sequence[SourceRecord], by: User) -> None:
    """Compute anew what the records that came back speak of."""
    _write(loser, _computed(loser, claims_of_records(records)), by)


def _computed(person: Contact, attributes: Iterable[str]) -> dict[str, Any]:
    chosen = survivors(person)
    return {
        column: value
        for name in attributes
        if name in chosen
        for column, value in chosen[name].value.items()
    }


def _write(person: Contact, values: dict[str, Any], by: User) -> None:
    plain = {name: _held(name, value) for name, value in values.items()}
    change(Contact.objects.filter(pk=person.pk), by=by, **plain)


def _held(column: str, value: Any) -> Any:
    """Return a value as its column holds it: no value is blank where the column takes no null."""
    fields = Contact._meta.concrete_fields  # noqa: SLF001 -- Django's documented name
    held = next(each for each in fields if each.attname == column)
    return held.get_default() if value is None and not held.null else value
