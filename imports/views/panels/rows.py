"""What every row becomes."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpRequest

from contacts.models import Contact
from core.models import User
from core.selectors import keyset_page
from core.selectors.masking import sees_points
from imports.choices import BatchState, Entity, RowOutcome
from imports.models import RawBatch
from imports.pipeline.happenings import HAPPENINGS, needs_person
from imports.pipeline.shown import ToldField, told_again, told_people
from imports.selectors import full_rows, records_of, rows_with
from imports.services import current_manifest, fitting_by_now, known_by_now, waiting_rows
from imports.views.access import person
from imports.views.naming import Records, about
from imports.views.reading import shown_row
from imports.views.steps import is_busy

S = BatchState
# by the words the figures of an import have
TABS = {
    RowOutcome.AMBIGUOUS: "To decide",
    RowOutcome.CREATE: "New",
    RowOutcome.MATCH: "Known",
    RowOutcome.REJECT: "Refused",
    RowOutcome.SKIP: "Left out",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a row may be about, `told` by what tells them from their namesakes."""

    pk: int
    contact: Contact | None
    told: str


def rows(request: HttpRequest, batch: RawBatch) -> dict[str, Any]:
    """Return the rows of an outcome with whom they may be about, a page at a time."""
    counted = dict(batch.resolutions.values_list("outcome").annotate(n=Count("row_no")).order_by())
    outcome = request.GET.get("outcome", "")
    if outcome not in RowOutcome.values:
        outcome = next((name for name in TABS if counted.get(name)), RowOutcome.CREATE)
    found = rows_with(batch, outcome=outcome)
    page = keyset_page(found, order=("row_no",), cursor=request.GET.get("after"))
    rows = full_rows(batch, [row.row_no for row in page.rows])
    records = records_of(batch, rows, person(request))
    told = _told(request, batch, outcome, [row.raw.row_no for row in rows])
    columns = {column.position: column for column in current_manifest(batch).columns.all()}
    decided = batch.resolutions.filter(decided_by__isnull=False).exists()
    return {
        "page": page,
        "outcome": outcome,
        "tabs": [(name, label, counted.get(name, 0)) for name, label in TABS.items()],
        "rows": [
            (
                shown_row(row, columns),
                row.resolution,
                _candidates(row.resolution, records, person(request)),
                told.get(row.raw.row_no, []),
                about(row, records),
            )
            for row in rows
        ],
        "decidable": batch.state in (S.PENDING, S.APPLIED) and not is_busy(batch),
        "leavable": batch.state == S.PENDING and not batch.applied_at and not is_busy(batch),
        "happenings": batch.entity in HAPPENINGS,
        "stranger": _stranger(batch),
        "waiting": waiting_rows(batch) if decided and batch.state == S.APPLIED else 0,
        **came_since(batch),
    }


def came_since(batch: RawBatch) -> dict[str, int]:
    """Return how many rows were not written because somebody came while the plan waited."""
    if batch.state != S.APPLIED or not batch.counts.get(RowOutcome.AMBIGUOUS):
        return {}
    return {
        "known_by_now": known_by_now(batch).count(),
        "fitting_by_now": fitting_by_now(batch).count(),
    }


def _told(
    request: HttpRequest, batch: RawBatch, outcome: str, numbers: list[int]
) -> dict[int, list[ToldField]]:
    """Return what rows about what is known change, by row; of people, while nothing is written."""
    if outcome != RowOutcome.MATCH:
        return {}
    if batch.entity in HAPPENINGS:
        return told_again(batch, numbers, person(request))
    return told_people(batch, numbers, person(request)) if is_unwritten(batch) else {}


def is_unwritten(batch: RawBatch) -> bool:
    """Return whether the plan of people still tells what will be."""
    return batch.entity == Entity.CONTACT and batch.state == S.PENDING


def _stranger(batch: RawBatch) -> str:
    """Return what a row becomes that is about none of its candidates; empty where it cannot be."""
    if needs_person(batch):
        return ""
    return "Nobody we know yet" if batch.entity in HAPPENINGS else "A new person"


def _candidates(resolution: Any, records: Records, user: User) -> list[Candidate]:
    found = [(pk, records.get(pk)) for pk in (resolution and resolution.candidates) or []]
    people = [(pk, each if isinstance(each, Contact) else None) for pk, each in found]
    return [Candidate(pk, each, _told_apart(each, user) if each else "") for pk, each in people]


def _told_apart(contact: Contact, user: User) -> str:
    summary = getattr(contact, "summary", None)
    points = [summary.phone, summary.email] if summary and sees_points(user) else []
    cities = [address.city for address in contact.addresses.all() if address.until is None]
    owner = f"owned by {contact.owner}" if contact.owner else ""
    told = [contact.occupation, contact.company_name, *points, *cities[:1], owner]
    return " · ".join(text for text in told if text)
