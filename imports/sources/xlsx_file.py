"""Workbooks: XLSX, and older or other formats as far as calamine reads them."""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
    WorksheetNotFound,
    ZipError,
)

from imports.sources import archive
from imports.sources.body import Body
from imports.sources.cell_text import as_text
from imports.sources.hidden import hidden_columns, letters, remarks_on
from imports.sources.locate import Location, locate, typical_fill
from imports.sources.table import Part, Row, SourceError, Table

_HEAD_ROWS = 500
_PAIRS = 2  # columns of a sheet of totals or settings
_NAMED = 4  # so many times as likely is a sheet with a header to be the list


class _Found(NamedTuple):
    sheet: str
    location: Location
    head: list[list[str]]
    size: int
    first: int  # column of the sheet the rows begin in


class _Rows:
    """The records of a sheet: blank rows above its first cell count, blank columns do not."""

    quiet = False
    broken = False

    def __init__(self, sheet: CalamineSheet) -> None:
        self._sheet = sheet

    def __iter__(self) -> Iterator[list[str]]:
        """Yield the cells of each row as text."""
        for row in self._sheet.iter_rows():
            yield [as_text(value) for value in row]


def open_xlsx(path: Path, sheet: str | None = None, header_row: int | None = None) -> Table:
    """Locate the table of a workbook: on the named sheet, else the largest one of all sheets.

    Raises SourceError for a workbook that is locked, damaged, empty or a zip bomb, and for a
    sheet that does not exist.
    """
    if not _is_legacy(path):
        archive.check(path)
    with _opened(path) as book:
        names = _visible(book)
        if sheet and sheet not in book.sheet_names:
            raise SourceError(
                "no_such_sheet", f"There is no sheet {sheet}. Choose one of: {', '.join(names)}."
            )
        found = [_find(book, name, header_row) for name in ([sheet] if sheet else names)]
        hidden = _hidden(book)
    best = max(found, key=lambda one: one.size, default=None)
    if best is None or not best.size:
        raise SourceError("no_rows", "The workbook holds no rows. Export the list again.")
    location = best.location
    return Table(
        kind="xlsx",
        header=location.header,
        header_row=location.top if location.has_header else None,
        read=partial(_read, path, best),
        preamble=best.head[: location.top],
        sheet=best.sheet,
        sheets=tuple(names),
        remarks=_remarks(path, best, hidden),
    )


def _remarks(path: Path, best: _Found, hidden: list[str]) -> tuple[str, ...]:
    """Return what is to be said of what the workbook hides."""
    header, width = best.location.header, best.location.width
    places = [place - best.first for place in hidden_columns(path, best.sheet)]
    columns = [
        (header[place] if place < len(header) else "") or letters(place + best.first + 1)
        for place in places
        if 0 <= place < width
    ]
    unread = [name for name in hidden if name != best.sheet]
    return remarks_on(columns, read=best.sheet if best.sheet in hidden else "", unread=unread)


def _is_legacy(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\xd0\xcf\x11\xe0"


def _opened(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError as error:
        raise SourceError(
            "password_protected",
            "The workbook is locked with a password. Remove the password in Excel "
            "(File > Info > Protect Workbook), save it and upload it again.",
        ) from error
    except (CalamineError, ZipError) as error:
        raise SourceError(
            "not_a_table",
            "The workbook cannot be read. Open it in Excel, save it as .xlsx and upload that.",
        ) from error


def _visible(book: CalamineWorkbook) -> list[str]:
    hidden = _hidden(book)
    return [name for name in book.sheet_names if name not in hidden] or list(book.sheet_names)


def _hidden(book: CalamineWorkbook) -> list[str]:
    return [
        sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible
    ]


def _find(book: CalamineWorkbook, name: str, header_row: int | None) -> _Found:
    sheet = _sheet(book, name)
    head = list(islice(_Rows(sheet), _HEAD_ROWS))
    location = locate(head, header_row)
    rows = max(0, (sheet.end[0] + 1 if sheet.end else 0) - location.top)
    named = location.has_header and location.width > _PAIRS
    size = rows * location.width * (_NAMED if named else 1)
    return _Found(name, location, head, size, sheet.start[1] if sheet.start else 0)


def _sheet(book: CalamineWorkbook, name: str) -> CalamineSheet:
    try:
        return book.get_sheet_by_name(name)
    except (WorksheetNotFound, CalamineError) as error:
        raise SourceError(
            "damaged_workbook", f"The sheet {name} cannot be read. Save the workbook again."
        ) from error


def _read(path: Path, found: _Found, part: Part) -> Iterator[Row]:
    location = found.location
    typical = typical_fill(found.head[location.body :])
    with _opened(path) as book:
        rows = _Rows(_sheet(book, found.sheet))
        yield from Body(location.header, location.width, typical).read(rows, location.body, part)
