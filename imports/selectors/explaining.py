"""Where each golden value came from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.models import Account
from approvals.models import ApprovalEvent
from contacts.models import Contact, PostalAddress
from identity.choices import CrosswalkOutcome
from identity.models import SourceRecord
from imports.choices import ManifestState
from imports.models import ColumnMapping, NormalisedRow, RawBatch, RawRecord
from imports.projection import TARGETS, names_in, read_by_header
from imports.projection.addresses import addresses_of
from imports.projection.corrections import overlaid, texts_of


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one golden value came from: file, row, cell, rule and people.

    `reading` says how the header changed what the cell alone would be, if it did; `undone`, that
    the import was undone and left the value.
    """

    source: str
    file: str
    batch_uid: UUID
    row_number: int
    column: str
    cell: str
    rule: str
    proposed_by: str
    approved_by: str
    at: datetime
    confidence: float | None
    proposal_uid: UUID | None
    reading: str = ""
    undone: bool = False


@dataclass(frozen=True, slots=True)
class SharedBatch:
    """What the explanations of one batch share: its confirmed columns and who approved it."""

    batch: RawBatch
    columns: list[ColumnMapping]
    approved_by: str

    def origin(
        self, source: str, row_no: int, at: datetime, columns: list[ColumnMapping], cells: list[str]
    ) -> Origin:
        """Return the origin of what these columns of a row gave."""
        batch = self.batch
        return Origin(
            source=source,
            file=batch.filename,
            batch_uid=batch.uid,
            row_number=row_no,
            column=" + ".join(
                column.header or f"column {column.position + 1}" for column in columns
            ),
            cell=" | ".join(cells[column.position] for column in columns)[:300],
            rule=" + ".join(dict.fromkeys(column.target for column in columns)),
            proposed_by=str(batch.uploaded_by),
            approved_by=self.approved_by,
            at=at,
            confidence=min(column.confidence for column in columns),
            proposal_uid=batch.proposal.uid if batch.proposal else None,
            reading="; ".join(filter(None, (_reading(column, cells) for column in columns))),
        )


def explain(entity: Contact | Account) -> dict[str, Origin]:
    """Return the origin of every value of a person or account that an import gave.

    Keys are field names, `point:<id>`, `address:<id>` and `account:<id>`. A value typed by a
    person, or changed by one since, has no entry: history says who typed it. What an import that
    was undone left, because people had worked on it, still came from there. Costs five queries
    however many values there are.
    """
    owner = Q(contact=entity) if isinstance(entity, Contact) else Q(account=entity)
    gave = Q(reverted="") | ~Q(outcome=CrosswalkOutcome.LINKED)
    known = SourceRecord.objects.filter(owner & gave).select_related("source")
    records = sorted(known, key=lambda each: (each.reverted != "", -each.pk))
    if not records:
        return {}
    batches = batches_by_id({record.batch_id for record in records})
    wanted = Q(pk__in=[])
    for record in records:
        wanted |= Q(batch_id=record.batch_id, row_no=record.row_no)
    rows = {(row.batch_id, row.row_no): row for row in NormalisedRow.objects.filter(wanted)}
    cells = {
        (batch_id, row_no): values
        for batch_id, row_no, values in RawRecord.objects.filter(wanted).values_list(
            "batch_id", "row_no", "cells"
        )
    }
    found: dict[str, Origin] = {}
    for record in records:  # the newest that stands first: what it gave came from it
        key = (record.batch_id, record.row_no)
        row, shared = rows.get(key), batches[record.batch_id]
        if row is not None:
            read = overlaid(cells[key], texts_of(row.issues))
            for name, origin in _origins(entity, record, row, shared, read):
                found.setdefault(name, origin)
    return found


def _origins(
    entity: Contact | Account,
    record: SourceRecord,
    row: NormalisedRow,
    shared: SharedBatch,
    cells: list[str],
) -> Iterable[tuple[str, Origin]]:
    kind = "contact" if isinstance(entity, Contact) else "account"
    for name in names_in(kind, record.mask):
        if name in ("points", "address", "employer", "owner"):
            continue
        given = row.entity.get(name) if shared.batch.entity == kind else _company(entity, row)
        if given not in (None, "", []) and _same(getattr(entity, name, None), given):
            wanted = TARGETS.get(name, (name,)) if shared.batch.entity == kind else ("company",)
            columns = filled_columns(shared, wanted, cells)
            if columns:
                yield name, _origin(record, shared, columns, cells)
    if isinstance(entity, Contact):
        yield from _point_origins(entity, record, row, shared, cells)
        yield from _link_origins(entity, record, row, shared, cells)


def _point_origins(
    contact: Contact,
    record: SourceRecord,
    row: NormalisedRow,
    shared: SharedBatch,
    cells: list[str],
) -> Iterable[tuple[str, Origin]]:
    by_value = {(item["kind"], item["value"]): item for item in reversed(row.points)}
    columns = {column.position: column for column in shared.columns}
    for point in contact.points.all():
        item = by_value.get((point.kind, point.value_norm))
        if item and (column := columns.get(item["column"])):
            yield f"point:{point.pk}", _origin(record, shared, [column], cells)


def _link_origins(
    contact: Contact,
    record: SourceRecord,
    row: NormalisedRow,
    shared: SharedBatch,
    cells: list[str],
) -> Iterable[tuple[str, Origin]]:
    address = filled_columns(shared, TARGETS["address"], cells)
    company = filled_columns(shared, TARGETS["employer"], cells)
    said = addresses_of(row.extra)
    for standing in contact.addresses.all() if address else ():
        if any(_says(parts, standing) for parts in said):
            yield f"address:{standing.pk}", _origin(record, shared, address, cells)
    for link in contact.accounts.all() if company else ():
        yield f"account:{link.account_id}", _origin(record, shared, company, cells)


def _says(parts: dict[str, str], address: PostalAddress) -> bool:
    """Return whether what a row says stands in an address, which may say more."""
    said = {name: value for name, value in parts.items() if value and name != "kind"}
    stands = {name: str(getattr(address, name)) for name in said}
    return all(stands[name] and value.startswith(stands[name]) for name, value in said.items())


def filled_columns(
    shared: SharedBatch, fields: Iterable[str], cells: list[str]
) -> list[ColumnMapping]:
    """Return the columns mapped to these fields, of any entity, whose cells are filled."""
    wanted = set(fields)
    return [
        column
        for column in shared.columns
        if column.target.partition(".")[2] in wanted
        and column.position < len(cells)
        and cells[column.position].strip()
    ]


def _origin(
    record: SourceRecord, shared: SharedBatch, columns: list[ColumnMapping], cells: list[str]
) -> Origin:
    origin = shared.origin(str(record.source), record.row_no, record.created_at, columns, cells)
    return replace(origin, undone=record.reverted != "")


def batches_by_id(ids: set[int]) -> dict[int, SharedBatch]:
    """Return what explanations need of these batches, by id."""
    batches = RawBatch.objects.filter(pk__in=ids).select_related("uploaded_by", "proposal")
    columns: dict[int, list[ColumnMapping]] = {pk: [] for pk in ids}
    for column in ColumnMapping.objects.filter(
        manifest__batch__in=ids, manifest__state=ManifestState.APPROVED
    ).select_related("manifest"):
        columns[column.manifest.batch_id].append(column)
    decisions = ApprovalEvent.objects.filter(
        proposal__import_batches__in=ids, type="approved"
    ).select_related("actor")
    approvers = {event.proposal_id: str(event.actor) for event in decisions}
    return {
        batch.pk: SharedBatch(
            batch, columns[batch.pk], approvers.get(batch.proposal_id or 0, "policy")
        )
        for batch in batches
    }


def _reading(column: ColumnMapping, cells: list[str]) -> str:
    return read_by_header(column.header, column.target, cells[column.position])


def _company(entity: Contact | Account, row: NormalisedRow) -> Any:
    return row.entity.get("company_name") if isinstance(entity, Account) else None


def _same(current: Any, given: Any) -> bool:
    if current is None:
        return False
    if hasattr(current, "quantize"):
        return bool(current == type(current)(str(given)))
    return bool(current == given or str(current) == str(given))
