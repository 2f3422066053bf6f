"""One row of a file as it came, beside what each of its cells became."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from client360.registry import Dossier
from client360.selectors.shaping import hidden_fields, of_subject
from core.selectors.masking import sees_points
from identity.models import SourceRecord
from imports.choices import ManifestState
from imports.models import ColumnMapping, RawBatch, RawRecord

# the parts of a target that say how somebody is reached
REACH = frozenset({"phone", "mobile", "whatsapp", "email", "telegram", "linkedin", "point"})


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A raw row, its file, and its cells: header, text, target, decision, hidden."""

    batch: RawBatch
    row: RawRecord
    cells: list[dict[str, Any]]


def source_row(dossier: Dossier, batch_uid: UUID, row_no: int) -> SourceRow | None:
    """Return the row of a file a subject came from; None when it came from no such row."""
    batch = RawBatch.objects.filter(uid=batch_uid).select_related("uploaded_by", "source").first()
    if batch is None or not SourceRecord.objects.filter(
        **of_subject(dossier), batch_id=batch.pk, row_no=row_no
    ):
        return None
    row = RawRecord.objects.get(batch_id=batch.pk, row_no=row_no)
    columns = ColumnMapping.objects.filter(
        manifest__batch=batch, manifest__state=ManifestState.APPROVED
    )
    known = {column.position: column for column in columns}
    hidden = hidden_fields(dossier) | (frozenset() if sees_points(dossier.viewer) else REACH)
    cells = [_cell(place, text, known.get(place), hidden) for place, text in enumerate(row.cells)]
    return SourceRow(batch, row, cells)


def _cell(
    place: int, text: str, column: ColumnMapping | None, hidden: frozenset[str]
) -> dict[str, Any]:
    target = column.target if column else ""
    return {
        "header": (column and column.header) or f"Column {place + 1}",
        "text": text,
        "target": target.partition(".")[2].replace(".", " "),
        "decision": column.decision if column else "",
        "hidden": target.partition(".")[2].partition(".")[0] in hidden,
    }
