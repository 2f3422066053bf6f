"""Rows that could not be imported, as a file people can mend and send in again."""

import tempfile
from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO, cast

from imports.choices import RowOutcome
from imports.models import RawBatch
from imports.pipeline.receive import look, path_of
from imports.sources import Row
from imports.sources.rejects import write_rejects
from imports.sources.vcard_rejects import write_cards

LEFT_BEHIND = (RowOutcome.REJECT, RowOutcome.AMBIGUOUS)
CHUNK = 2_000
SUFFIXES = {"xlsx": ".xlsx", "vcard": ".vcf"}


def left_behind(batch: RawBatch) -> tuple[BinaryIO, str]:
    """Return the refused and undecided rows as a file in their own format, and its name.

    Each row carries its number and the reason. The file is open at its start and goes away when
    it is closed. Raises SourceError when the source cannot be read any more.
    """
    table = look(batch)
    out = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 -- the caller sends and closes it
    if batch.kind == "vcard":
        write_cards(path_of(batch), table.encoding or "utf-8", _rows(batch), out)
    else:
        write_rejects(table, _rows(batch), out)
    out.seek(0)
    suffix = SUFFIXES.get(batch.kind, ".csv")
    return out, f"{PurePath(batch.filename).stem}-not-imported{suffix}"


def _rows(batch: RawBatch) -> Iterator[tuple[Row, str]]:
    last = 0
    left = batch.resolutions.filter(outcome__in=LEFT_BEHIND).order_by("row_no")
    while chunk := dict(left.filter(row_no__gt=last).values_list("row_no", "reason")[:CHUNK]):
        for raw in batch.rows.filter(row_no__in=chunk).order_by("row_no"):
            yield Row(raw.row_no, raw.cells), chunk[raw.row_no]
        last = max(chunk)
