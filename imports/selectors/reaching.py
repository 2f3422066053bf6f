"""How the rows of files tell whom to reach where, and what they made of a person."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db.models import Q

from activities.models import Interaction, Note, Task
from contacts.models import AccountContact, ConsentRecord, PostalAddress
from identity.models import SourceRecord
from imports.choices import ResultKind
from imports.models import NormalisedRow, RawBatch, RowResult
from opportunities.models import Opportunity

# what rows make of a person, and the column that says of whom
MADE: Final[dict[str, tuple[type[Any], str]]] = {
    ResultKind.INTERACTION: (Interaction, "contact"),
    ResultKind.TASK: (Task, "contact"),
    ResultKind.NOTE: (Note, "contact"),
    ResultKind.CONSENT: (ConsentRecord, "contact"),
    ResultKind.OPPORTUNITY: (Opportunity, "primary_contact"),
}


def points_of(records: Sequence[SourceRecord]) -> set[tuple[str, str]]:
    """Return kind and normalised value of every contact point in the rows of these records."""
    wanted = Q(pk__in=[])
    for record in records:
        wanted |= Q(batch_id=record.batch_id, row_no=record.row_no)
    rows = NormalisedRow.objects.filter(wanted).values_list("points", flat=True)
    return {(point["kind"], point["value"]) for points in rows for point in points}


def made_by(records: Sequence[SourceRecord]) -> list[tuple[str, int]]:
    """Return table and id of what the rows of these records made, where it is their person's.

    Addresses and company links are known by their file only, so those of all its rows count.
    """
    return [row for record in records for row in (*_results(record), *_around(record))]


def _results(record: SourceRecord) -> Iterator[tuple[str, int]]:
    rows = RowResult.objects.filter(batch=record.batch_id, row_no=record.row_no, reverted="")
    for kind, target in rows.order_by("pk").values_list("kind", "target_id"):
        if kind in MADE:
            model, owner = MADE[kind]
            if model.objects.filter(**{owner: record.contact_id}, pk=target).exists():
                yield _table(model), target


def _around(record: SourceRecord) -> Iterator[tuple[str, int]]:
    uid = RawBatch.objects.filter(pk=record.batch_id).values_list("uid", flat=True).first()
    for model in (AccountContact, PostalAddress):
        born = model.history.model.objects.filter(
            contact_id=record.contact_id, version=1, history_change_reason=f"import:{uid}"
        )
        standing = model.objects.filter(
            contact=record.contact_id, until__isnull=True, pk__in=born.values("id")
        )
        for pk in standing.order_by("pk").values_list("pk", flat=True):
            yield _table(model), pk


def _table(model: type[Any]) -> str:
    return str(model._meta.db_table)  # noqa: SLF001 -- Django's documented name
