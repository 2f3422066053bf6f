"""Rows that could not be imported, written back in the format of the file they came from."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from imports.sources.returned import OURS
from imports.sources.table import Row, Table

_NUMBER_OR_PHONE = re.compile(r"[+-][\d\s().,/-]*%?")
_LONGEST_CELL = 32_767  # characters of a spreadsheet cell

Rejected = Iterable[tuple[Row, str]]


def write_rejects(table: Table, rows: Rejected, out: BinaryIO) -> None:
    """Write rejected rows with their row number and reason so that they can be fixed and sent in.

    A workbook comes back as a workbook, everything else as CSV in the encoding and with the
    delimiter of the source. Cells that a spreadsheet would run are escaped with an apostrophe.
    """
    lines = _lines(table, rows)
    if table.kind == "xlsx":
        _write_workbook(lines, table.sheet or "Rows", out)
    else:
        _write_csv(table, lines, out)


def _lines(table: Table, rows: Rejected) -> Iterator[list[str]]:
    width = len(table.header)
    if table.header:
        yield [*map(escape, table.header), *OURS]
    for row, reason in rows:
        padded = [*row.cells, *[""] * (width - len(row.cells))]
        yield [*map(escape, padded), str(row.number), escape(reason)]


def escape(cell: str) -> str:
    """Put an apostrophe before a cell a spreadsheet would run; numbers and phones stay."""
    risky = cell[:1] in ("=", "@", "\t", "\r") or (
        cell[:1] in ("+", "-") and not _NUMBER_OR_PHONE.fullmatch(cell)
    )
    return f"'{cell}" if risky and cell else cell


def _write_csv(table: Table, lines: Iterable[list[str]], out: BinaryIO) -> None:
    encoding = table.encoding or "utf-8"
    if encoding == "utf-8":  # which spreadsheets believe of a marked file alone
        encoding = "utf-8-sig"
    text = TextIOWrapper(out, encoding=encoding, errors="backslashreplace", newline="")
    delimiter, quote = table.delimiter or ",", table.quotechar or '"'
    if table.escaped:  # all cells in quotes: outside of them a backslash escapes nothing
        csv.writer(
            text,
            delimiter=delimiter,
            quotechar=quote,
            doublequote=False,
            escapechar="\\",
            quoting=csv.QUOTE_ALL,
        ).writerows(lines)
    else:
        csv.writer(text, delimiter=delimiter, quotechar=quote).writerows(lines)
    text.flush()
    text.detach()


def _write_workbook(lines: Iterable[list[str]], title: str, out: BinaryIO) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for line in lines:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("\ufffd", cell)[:_LONGEST_CELL] for cell in line])
    book.save(out)
