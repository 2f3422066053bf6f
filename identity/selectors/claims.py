"""What sources and people say about a person, read from the crosswalk and from history.

A source record says what it wrote when it was applied: the values its mask names, in the version
of the person it left behind, and the values it brought that were not taken (`kept`). A person
says what they typed: every other change in the history of the person or of somebody merged into
them. A later edit by a person takes back whatever was said about the same person before.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from contacts.models import Contact
from identity.choices import MergeState
from identity.models import MergeOperation, SourceRecord
from identity.selectors.locks import locks_of
from identity.survivorship import (
    CONTACT_FIELDS,
    Choice,
    Claim,
    attribute_of,
    columns_of,
    is_empty,
    survive,
)

type Claims = dict[str, list[Claim]]

BLANK = Contact()  # what a column holds that nobody filled

COLUMNS = (
    "full_name",
    "salutation",
    "given_name",
    "middle_name",
    "family_name",
    "native_name",
    "alternate_names",
    "gender",
    "date_of_birth",
    "nationality",
    "residence_country",
    "nri_status",
    "preferred_channel",
    "preferred_languages",
    "timezone",
    "company_name",
    "department",
    "occupation",
    "employer_id",
    "website",
    "budget_min",
    "budget_max",
    "budget_currency",
    "purpose",
    "purchase_timeline",
    "financing",
    "configuration",
    "location_preference",
    "tags",
)
ATTRIBUTES = tuple(dict.fromkeys(attribute_of(column) for column in COLUMNS))
# who writes under these causes repeats what is claimed elsewhere
MACHINERY = ("import:", "merge:", "unmerge:", "split:", "survive:", "consent")


def claims_of(contact: Contact) -> Claims:
    """Return every live claim about a person, attribute by attribute, the oldest first."""
    members = members_of(contact)
    records = _live(contact)
    versions = _versions({*members, *(_origin(record) for record in records)})
    said: Claims = defaultdict(list)
    for member in members:
        for attribute, claim in _typed(versions[member]):
            said[attribute].append(claim)
    for attribute, claim in _claims_of_records(records, versions):
        said[attribute].append(claim)
    for member in members:
        _take_back(said, member, _last_words(versions[member]))
    _choose(said, contact, members)
    return {
        name: sorted(claims, key=lambda claim: (claim.at, claim.record))
        for name, claims in sorted(said.items())
        if claims
    }


def members_of(contact: Contact) -> list[int]:
    """Return the ids of a person and of everybody merged into them, by whatever way."""
    return [contact.pk, *contact.merged_from.values_list("pk", flat=True)]


def claims_of_records(records: Sequence[SourceRecord]) -> Claims:
    """Return what these source records alone say."""
    versions = _versions({_origin(record) for record in records})
    said: Claims = defaultdict(list)
    for record in records:
        for attribute, claim in _claims_of_record(record, versions[_origin(record)]):
            said[attribute].append(claim)
    return dict(said)


def survivors(
    contact: Contact, held: Mapping[str, Mapping[str, Any]] | None = None
) -> dict[str, Choice]:
    """Return the golden value of every attribute anybody claims, as survivorship computes it.

    `held` are values locks keep that the person is about to have, attribute by attribute.
    """
    locks = {**_locks(contact), **(held or {})}
    claims = claims_of(contact)
    found = {
        name: survive(name, claims.get(name, ()), locks.get(name))
        for name in ATTRIBUTES
        if name in claims or name in locks
    }
    return {name: choice for name, choice in found.items() if choice is not None}


def stored(contact: Contact, attribute: str) -> dict[str, Any]:
    """Return what a person's row holds of an attribute."""
    return {column: getattr(contact, column) for column in columns_of(attribute)}


def _last_words(versions: list[Any]) -> dict[str, datetime]:
    last: dict[str, datetime] = {}
    for before, past in pairwise(versions):
        if not _is_machinery(past):
            last |= dict.fromkeys(_touched(before, past), past.history_date)
    return last


def _versions(members: set[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {member: [] for member in members}
    history: models.QuerySet[Any] = Contact.history.model.objects.filter(id__in=members)
    for past in history.order_by("id", "version"):
        found[past.id].append(past)
    return found


def _typed(versions: list[Any]) -> Iterator[tuple[str, Claim]]:
    """Yield what people typed into one person's row, version by version."""
    for before, past in zip([None, *versions], versions, strict=False):
        if _is_machinery(past):
            continue
        for attribute in _touched(before, past):
            value = {column: getattr(past, column) for column in columns_of(attribute)}
            yield (
                attribute,
                Claim(value=value, at=past.history_date, subject=past.id, by_person=True),
            )


def _touched(before: Any, past: Any) -> list[str]:
    changed = [name for name in COLUMNS if getattr(past, name) != getattr(before or BLANK, name)]
    return list(dict.fromkeys(attribute_of(name) for name in changed))


def _is_machinery(past: Any) -> bool:
    return (past.history_change_reason or "").startswith(MACHINERY)


def _live(contact: Contact) -> list[SourceRecord]:
    records = SourceRecord.objects.filter(contact=contact, ended_at__isnull=True, reverted="")
    return list(records.select_related("source").order_by("pk"))


def _origin(record: SourceRecord) -> int:
    """Return whose versions a record counts."""
    return record.first_contact_id or record.contact_id or 0


def _claims_of_records(
    records: Sequence[SourceRecord], versions: Mapping[int, list[Any]]
) -> Iterator[tuple[str, Claim]]:
    """Yield what records say; of several rows of one file about one person the last one counts."""
    heard: set[tuple[int, int, str]] = set()
    for record in reversed(records):
        for attribute, claim in _claims_of_record(record, versions[_origin(record)]):
            here = (record.batch_id, claim.subject, attribute)
            if here not in heard or claim.pinned:
                yield attribute, claim
            if not (claim.kept or claim.ignored):
                heard.add(here)


def _claims_of_record(record: SourceRecord, versions: list[Any]) -> Iterator[tuple[str, Claim]]:
    past = next((each for each in versions if each.version == record.version_after), None)
    if past is None:
        return
    taken = {name: getattr(past, name) for name in _named(record.mask)}
    kept = {
        column: _python(column, value)
        for name, value in (record.kept or {}).items()
        if (column := _column(name)) in COLUMNS
    }
    for attribute in dict.fromkeys(attribute_of(column) for column in (*taken, *kept)):
        columns = columns_of(attribute)
        is_kept = not kept.keys().isdisjoint(columns)
        # the rest of a group is what stood beside what was taken; beside what was not, nothing
        rest = BLANK if is_kept else past
        value = {column: getattr(rest, column) for column in columns}
        yield (
            attribute,
            Claim(
                value=value | {c: v for c, v in (taken | kept).items() if c in columns},
                at=record.created_at,
                source=str(record.source),
                trust=record.source.base_trust,
                record=record.pk,
                subject=_origin(record),
                pinned=attribute in (record.pinned or ()),
                ignored=attribute in (record.ignored or ()),
                kept=is_kept,
            ),
        )


def _take_back(said: Claims, member: int, last: dict[str, datetime]) -> None:
    """Drop what was said about one member before a person's own last word on it."""
    for attribute, moment in last.items():
        said[attribute] = [
            claim
            for claim in said[attribute]
            if claim.subject != member or claim.at >= moment or claim.pinned
        ]


def _named(mask: int) -> list[str]:
    names = [_column(name) for bit, name in enumerate(CONTACT_FIELDS) if mask >> bit & 1]
    return [name for name in names if name in COLUMNS]


def _column(name: str) -> str:
    return "employer_id" if name == "employer" else name


def _python(column: str, value: Any) -> Any:
    fields = Contact._meta.concrete_fields  # noqa: SLF001 -- Django's documented name
    field = next(each for each in fields if each.attname == column)
    if value is None or isinstance(field, ArrayField) or field.is_relation:
        return value
    return field.to_python(value)


def _choose(said: Claims, contact: Contact, members: Sequence[int]) -> None:
    """Add what people chose when they merged, in place of what it was chosen over.

    What was chosen for this person decides. A choice made for somebody merged into them since is
    their last word: it stands for what was said before about those it was chosen among.
    """
    merges = MergeOperation.objects.filter(survivor__in=members, state=MergeState.DONE)
    for merge in merges.prefetch_related("losers").order_by("pk"):
        own = merge.survivor_id == contact.pk
        parties = {merge.survivor_id, *(loser.pk for loser in merge.losers.all())}
        for attribute, value in _values_chosen(merge):
            if not own:
                said[attribute] = [
                    claim
                    for claim in said[attribute]
                    if claim.subject not in parties or claim.at >= merge.at
                ]
            said[attribute].append(
                Claim(
                    value=value, at=merge.at, by_person=True, pinned=own, subject=merge.survivor_id
                )
            )


def _values_chosen(merge: MergeOperation) -> Iterator[tuple[str, dict[str, Any]]]:
    for attribute, value in merge.choices.items():
        if attribute in ATTRIBUTES and isinstance(value, dict):
            yield attribute, {column: _python(column, text) for column, text in value.items()}


def _locks(contact: Contact) -> dict[str, dict[str, Any]]:
    return {lock.attribute: stored(contact, lock.attribute) for lock in locks_of([contact])}


def differing(contact: Contact, others: Iterable[Contact]) -> list[str]:
    """Return the attributes in which people differ and at least two say something."""
    people = [contact, *others]
    return [
        attribute
        for attribute in ATTRIBUTES
        if len({repr(stored(each, attribute)) for each in people}) > 1
        and sum(any(not is_empty(v) for v in stored(each, attribute).values()) for each in people)
        > 1
    ]
