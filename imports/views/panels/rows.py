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
from imports.selectors import full_rows, people_of, rows_with
from imports.services import current_manifest, fitting_by_now, known_by_now, waiting_rows
from imports.views.access import person
from imports.views.reading import shown_row
from imports.views.steps import is_busy

S = BatchState
TAB_ORDER = [
    RowOutcome.AMBIGUOUS,
    RowOutcome.CREATE,
    RowOutcome.MATCH,
    RowOutcome.REJECT,
    RowOutcome.SKIP,
]


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
        outcome = next((name for name in TAB_ORDER if counted.get(name)), RowOutcome.CREATE)
    found = rows_with(batch, outcome=outcome)
    page = keyset_page(found, order=("row_no",), cursor=request.GET.get("after"))
    rows = full_rows(batch, [row.row_no for row in page.rows])
    people = people_of(rows, person(request))
    told = _told(request, batch, outcome, [row.raw.row_no for row in rows])
    columns = {column.position: column for column in current_manifest(batch).columns.all()}
    decided = batch.resolutions.filter(decided_by__isnull=False).exists()
    return {
        "page": page,
        "outcome": outcome,
        "tabs": [(name, RowOutcome(name).label, counted.get(name, 0)) for name in TAB_ORDER],
        "rows": [
            (
                shown_row(row, columns),
                row.resolution,
                _candidates(row.resolution, people, person(request)),
                told.get(row.raw.row_no, []),
            )
            for row in rows
        ],
        "decidable": batch.state in (S.PENDING, S.APPLIED) and not is_busy(batch),
        "leavable": batch.state == S.PENDING and not batch.applied_at and not is_busy(batch),
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


def _candidates(resolution: Any, people: dict[int, Contact], user: User) -> list[Candidate]:
    ids = resolution.candidates or [resolution.target_id] if resolution else []
    return [Candidate(pk, people.get(pk), _told_apart(people.get(pk), user)) for pk in ids if pk]


def _told_apart(contact: Contact | None, user: User) -> str:
    if contact is None:
        return ""
    summary = getattr(contact, "summary", None)
    points = [summary.phone, summary.email] if summary and sees_points(user) else []
    cities = [address.city for address in contact.addresses.all() if address.until is None]
    owner = f"owned by {contact.owner}" if contact.owner else ""
    told = [contact.occupation, contact.company_name, *points, *cities[:1], owner]
    return " · ".join(text for text in told if text)
