"""One row of a file as it came, beside what each of its cells became."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from client360.registry import Dossier
from client360.selectors.business import deals_of
from client360.selectors.shaping import hidden_fields, of_subject
from client360.selectors.talk import talks_of
from client360.selectors.work import readable_notes, tasks_of
from core.selectors.masking import sees_points
from identity.models import SourceRecord
from imports.choices import ManifestState, ResultKind
from imports.models import ColumnMapping, NormalisedRow, RawBatch, RawRecord, RowResult
from imports.projection import LINED, has_place
from imports.projection.corrections import overlaid, texts_of

# what a row may have made that the dossier shows
RECORDS: Final[dict[str, Callable[[Dossier], QuerySet[Any]]]] = {
    ResultKind.OPPORTUNITY: deals_of,
    ResultKind.TASK: tasks_of,
    ResultKind.NOTE: readable_notes,
    ResultKind.INTERACTION: talks_of,
}
WRITTEN = frozenset({"notes", "next_followup_at"})  # stand with the row and are written, too
# the parts of a target that say how somebody is reached
REACH = frozenset({"phone", "mobile", "whatsapp", "email", "telegram", "linkedin", "point"})


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A raw row, its file, and its cells: header, text, correction, target, decision, hidden."""

    batch: RawBatch
    row: RawRecord
    cells: list[dict[str, Any]]


def source_row(dossier: Dossier, batch_uid: UUID, row_no: int) -> SourceRow | None:
    """Return the row of a file a subject or a record of its dossier came from, None for others."""
    batch = RawBatch.objects.filter(uid=batch_uid).select_related("uploaded_by", "source").first()
    if batch is None or not _came_from(dossier, batch, row_no):
        return None
    row = RawRecord.objects.get(batch_id=batch.pk, row_no=row_no)
    columns = ColumnMapping.objects.filter(
        manifest__batch=batch, manifest__state=ManifestState.APPROVED
    )
    known = {column.position: column for column in columns}
    hidden = hidden_fields(dossier) | (frozenset() if sees_points(dossier.viewer) else REACH)
    typed = NormalisedRow.objects.filter(batch_id=batch.pk, row_no=row_no)
    issues, extra = typed.values_list("issues", "extra").first() or (None, {})
    texts = texts_of(issues)
    kept = partial(_is_kept, batch.entity, extra)
    beyond = {place: "" for place in texts if place >= len(row.cells)}
    padded = overlaid(row.cells, beyond)
    cells = [
        _cell(place, text, known.get(place), hidden, kept) | {"corrected": texts.get(place)}
        for place, text in enumerate(padded)
    ]
    return SourceRow(batch, row, cells)


def _came_from(dossier: Dossier, batch: RawBatch, row_no: int) -> bool:
    place = {"batch_id": batch.pk, "row_no": row_no}
    if SourceRecord.objects.filter(**of_subject(dossier), **place).exists():
        return True
    made = RowResult.objects.filter(**place)
    return any(
        RECORDS[kind](dossier).filter(pk=pk).exists()
        for kind, pk in made.values_list("kind", "target_id")
        if kind in RECORDS
    )


def _cell(
    place: int,
    text: str,
    column: ColumnMapping | None,
    hidden: frozenset[str],
    kept: Callable[[str, str], bool],
) -> dict[str, Any]:
    target = column.target if column else ""
    return {
        "header": (column and column.header) or f"Column {place + 1}",
        "text": text,
        "target": "" if kept(target, text) else target,
        "decision": column.decision if column else "",
        "hidden": target.partition(".")[2].partition(".")[0] in hidden,
    }


def _is_kept(entity: str, extra: dict[str, Any], target: str, text: str) -> bool:
    """Return whether a cell became nothing and stays with its row, although its column is known."""
    name = target.partition(".")[2]
    if name in WRITTEN or (name in LINED and extra.get("notes")):
        return False
    return not has_place(entity, target) or (name in extra and text.strip() in str(extra[name]))
