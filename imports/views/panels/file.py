"""The file as it was read."""

from typing import Any

from django.http import HttpRequest

from imports.choices import BatchState
from imports.forms import ReadingForm
from imports.models import RawBatch
from imports.pipeline.receive import sample
from imports.views.steps import is_busy

SHOWN_CELLS = 40
S = BatchState


def file(_request: HttpRequest, batch: RawBatch) -> dict[str, Any]:
    """Return the head of the file, and how it was read."""
    initial = {
        "encoding": batch.encoding,
        "delimiter": batch.delimiter,
        "sheet": batch.sheet,
        "header_row": None if batch.header_row is None else batch.header_row + 1,
    }
    rows = sample(batch)
    width = max([len(batch.header), *map(len, rows)], default=0)
    header = [*batch.header, *[""] * (width - len(batch.header))]
    return {
        "reading": ReadingForm(initial=initial),
        "header": header[:SHOWN_CELLS],
        "hidden_columns": max(0, width - SHOWN_CELLS),
        "sample": list(batch.rows.order_by("row_no").values_list("row_no", "cells")[:20]),
        "odd": list(batch.rows.filter(issues__isnull=False).order_by("row_no")[:20]),
        "readable": batch.state in (S.FAILED, S.MAPPING_PROPOSED, S.PENDING)
        and not batch.applied_at
        and not is_busy(batch),
    }
