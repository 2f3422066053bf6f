"""The files exports are taken away as, written while their rows are read."""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from import_export.formats.base_formats import CSV, XLSX

from core.selectors.ceiling import MOST

PART = 65_536  # letters sent at once
LONGEST = 32_767  # letters of a cell
UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # which no workbook holds
AS_THEY_ARE = (int, float, Decimal, date)


class Sent(StreamingHttpResponse):
    """An answer that lets go of its place once it is sent, or nobody waits for it any more."""

    def __init__(self, parts: Iterable[str], place: ExitStack, **more: Any) -> None:
        super().__init__(parts, **more)
        self.place = place

    def close(self) -> None:
        """Let go while there is a connection still: the end of a request may take it."""
        try:
            self.place.close()
        finally:
            super().close()


class MarkedCSV(CSV):
    """CSV that says it is UTF-8, or Excel takes names in other scripts for Latin ones."""

    most = MOST

    def answer(self, lines: Iterable[Sequence[Any]], place: ExitStack) -> Sent:
        """Return the file, sent as it is written, a byte order mark before it; it takes a place."""
        return Sent(_parts(lines), place.pop_all(), content_type=self.get_content_type())


class Workbook(XLSX):
    """A workbook of Excel, kept on disk until it is whole: it cannot be read before.

    Nothing is sent until then, so it holds what is written well before a proxy gives up.
    """

    most = 20_000

    def answer(self, lines: Iterable[Sequence[Any]], place: ExitStack) -> FileResponse:  # noqa: ARG002 -- it is written before it is sent
        """Return the file; letters no workbook holds are left out."""
        from openpyxl import Workbook as Book  # noqa: PLC0415 -- loaded by who exports one

        book = Book(write_only=True)
        sheet = book.create_sheet()
        sheet.freeze_panes = "A2"
        for line in lines:
            sheet.append([_cell(value) for value in line])
        file = tempfile.TemporaryFile()  # noqa: SIM115 -- the answer closes it
        book.save(file)
        file.seek(0)
        return FileResponse(file, content_type=self.get_content_type())


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, AS_THEY_ARE):
        return value
    return UNPRINTED.sub("", str(value))[:LONGEST]


def _parts(lines: Iterable[Sequence[Any]]) -> Iterator[str]:
    text = io.StringIO()
    text.write("\ufeff")
    table = csv.writer(text)
    for line in lines:
        table.writerow(line)
        if text.tell() >= PART:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()
