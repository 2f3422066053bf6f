"""Corrections of single cells before a batch is let in; the raw row stays as it came."""

from collections.abc import Mapping
from typing import Any

from core.models import User
from core.services import audit
from imports.choices import BatchState, ManifestState, RowOutcome
from imports.models import ColumnMapping, RawBatch, RawRecord, Resolution
from imports.pipeline.happenings import HAPPENINGS
from imports.pipeline.normalise import retype
from imports.pipeline.propose import propose_commit
from imports.pipeline.resolve import decide_row, resolve_again
from imports.projection.corrections import CODE, overlaid, texts_of, version_of
from imports.services.running import UNDERWAY, WrongStateError, changing

MOST_ROWS = 20_000  # every row is resolved anew, while somebody waits
LONGEST = 2_000  # characters of a cell


class CorrectionError(ValueError):
    """A correction that cannot be made; the message says why."""


class OvertakenError(Exception):
    """Somebody corrected the row since it was read."""

    def __init__(self, expected: int, current: int) -> None:
        self.expected, self.current = expected, current
        super().__init__(f"Version {current} is current, not {expected}.")


def correct_row(
    batch: RawBatch, row_no: int, texts: Mapping[int, str], *, by: User, expected: int
) -> None:
    """Read a row as if these columns held these texts, and propose the commit anew.

    Texts go through the same cleaning as cells, the row's typed values follow; who is who is
    asked anew for the whole batch, answers of people stay where their question does. Raises
    WrongStateError unless the commit waits for a decision, CorrectionError, OvertakenError, and
    what `approvals.services.propose` raises.
    """
    with changing(batch, "correct a row", BatchState.PENDING, by=by):
        if batch.applied_at or (batch.proposal and batch.proposal.state in UNDERWAY):
            raise WrongStateError(batch, "correct a row of an approved import")
        _require_small(batch)
        raw = RawRecord.objects.get(batch=batch, row_no=row_no)
        typed = batch.normalised.get(row_no=row_no)
        if (current := version_of(typed.issues)) != expected:
            raise OvertakenError(expected, current)
        wanted = texts_of(typed.issues) | dict(texts)
        notes = _notes(batch, raw.cells, wanted, by=by, version=expected + 1)
        retype(batch, row_no, overlaid(raw.cells, wanted), notes)
        _resolve_keeping_answers(batch, row_no)
        payload = {"row": row_no, "columns": sorted(texts), "version": expected + 1}
        audit("import.row_corrected", by=by, batch_uid=batch.uid, payload=payload)
        propose_commit(batch, by=by)


def _require_small(batch: RawBatch) -> None:
    if batch.entity in HAPPENINGS:
        raise CorrectionError("rows of people and accounts are corrected, others in their file")
    if batch.row_count > MOST_ROWS:
        raise CorrectionError(f"beyond {MOST_ROWS:,} rows mend the file and bring it again")


def _notes(
    batch: RawBatch, cells: list[str], wanted: Mapping[int, str], *, by: User, version: int
) -> list[dict[str, Any]]:
    columns = ColumnMapping.objects.filter(
        manifest__batch=batch, manifest__state=ManifestState.APPROVED
    )
    headers = dict(columns.values_list("position", "header"))
    if unknown := sorted(set(wanted) - set(headers)):
        raise CorrectionError(f"there is no column {unknown[0]}")
    if any(len(text) > LONGEST or "\0" in text for text in wanted.values()):
        raise CorrectionError(f"a cell holds up to {LONGEST:,} characters")
    return [
        {
            "column": column,
            "header": headers[column],
            "code": CODE,
            "message": f"corrected by {by}",
            "raw": (cells[column] if column < len(cells) else "")[:200],
            "suggestion": text,
            "version": version,
        }
        for column, text in sorted(wanted.items())
    ]


def _resolve_keeping_answers(batch: RawBatch, corrected: int) -> None:
    """Resolve anew; what people answered is kept where the same question is asked again."""
    decided = batch.resolutions.filter(decided_by__isnull=False).exclude(row_no=corrected)
    answers = {row.row_no: row for row in decided}
    resolve_again(batch)
    asked = Resolution.objects.filter(batch=batch, row_no__in=answers, outcome=RowOutcome.AMBIGUOUS)
    for row in asked:
        answer = answers[row.row_no]
        if answer.outcome != RowOutcome.MATCH or answer.target_id in (row.candidates or []):
            decide_row(
                row,
                outcome=answer.outcome,
                target_id=answer.target_id,
                by_id=answer.decided_by_id or 0,
            )
