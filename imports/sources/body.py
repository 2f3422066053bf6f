"""From records to rows: numbers, issues, blank rows, and where the table ends.

Shared by delimited text and workbooks. Constant in memory: only a short run of rows that may
turn out to be the footer is held back.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Protocol

from imports.sources.locate import filled, is_narrow
from imports.sources.oddities import inspect
from imports.sources.pages import is_page_line
from imports.sources.rules import is_rule
from imports.sources.table import MAX_COLUMNS, Issue, Part, Row, SourceError

_NO_ISSUES: tuple[Issue, ...] = ()
_BROKEN = Issue("broken_quote", "Stray or unclosed quotes; the row was cut as well as possible")
_TOTAL = Issue("total_row", "This looks like the totals of the rows above")
_NOTE = Issue("note_row", "This looks like a note below the table")
_HEADING = Issue("heading_row", "This looks like the headings of another table")
_LONE = Issue("lone_cell", "One cell alone is filled here: this looks like a title or a note")
_PAGE = Issue("page_line", "This is the number of a printed page; this is not data")
_REPEATED = Issue("repeated_header", "The header comes again here; this is not data")
_RULE = Issue("rule_row", "This is a line drawn between rows; this is not data")
_DRAWN = frozenset({_PAGE, _RULE})
_FURNITURE = _DRAWN | {_REPEATED}
_JOINTS = ("\ufeff", "\x0c")  # where files or pages were put together
_TOTALS = frozenset(
    f"{grand}{word}{end}"
    for grand in ("", "Grand ", "grand ", "GRAND ")
    for word in ("Total", "Totals", "total", "totals", "TOTAL", "TOTALS")
    for end in ("", ":", " ")
)
_CLOSING = re.compile(
    r"(?:grand )?totals?(?:\s*[:(]|\s*$|\s+(?:records|rows|amount|value|count|for|of)\b)"
    r"|\(?\d+ (?:records?|rows?)\b|\x1a|copyright|\(c\)|©|confidential"
    r"|(?:generated|exported|created|printed|prepared|compiled) (?:by|on|at)\b"
    r"|report (?:name|generated)"
    r"|end of (?:report|file)|\*+\s?\w|notes?\s*:|disclaimer\b",
    re.IGNORECASE,
)
_SAME = 0.6  # share of equal names that makes another row a header of the same kind
_FEW_SUMS = 3  # cells; a fuller row of totals stays among the rows, with an issue
_TITLED = 3  # columns; in a narrower table a row of one cell is nothing odd
_MAX_HELD = 200


class Source(Protocol):
    """Records in the order of the file, and what is known about the latest one."""

    quiet: bool
    broken: bool

    def __iter__(self) -> Iterator[list[str]]:
        """Yield the cells of each record."""


class Body:
    """Reads the rows below the header, or what lies below the rows."""

    def __init__(self, header: Sequence[str], width: int, typical: int) -> None:
        self._header = list(header)
        self._width = width
        self._typical = typical
        self._named = max(
            (place for place, name in enumerate(header, 1) if name.strip()), default=width
        )
        self._held: list[Row] = []

    def read(self, source: Source, first: int, part: Part) -> Iterator[Row]:
        """Yield the rows, or the footer, from record `first` (counted from 0) to the end."""
        records, rows = iter(source), part == "rows"
        watched, width, held = self._watched(), self._width, self._held
        new = tuple.__new__  # twice as fast as the constructor, and this is the hot loop
        for number, cells in enumerate(islice(records, first, None), first + 1):
            if (
                source.quiet
                and len(cells) == width
                and cells[0]
                and not cells[0].isspace()
                and not held
                and cells[0] not in watched
            ):
                if rows:
                    yield new(Row, (number, cells, _NO_ISSUES))
                continue
            if self._begins_other_table(cells):
                yield from self._ending(part)
                if not rows:
                    yield from self._rest(number, cells, records)
                return
            row = self._row(number, cells, broken=source.broken)
            if not filled(row.cells) and held and not filled(held[-1].cells):
                continue  # one blank row says as much as a thousand
            if self._may_end(row):
                held.append(row)
            else:
                yield from self._release(row, part)
        yield from self._ending(part)

    def _watched(self) -> frozenset[str]:
        """First cells that make a row be looked at: totals and the header, come what may before."""
        forms = ("{}", *(f"{joint}{form}" for joint in _JOINTS for form in ("{}", '"{}"')))
        return _TOTALS | {form.format(name) for name in self._header[:1] for form in forms}

    def _rest(self, number: int, cells: list[str], records: Iterator[list[str]]) -> Iterator[Row]:
        """Everything from the header of another table on."""
        yield Row(number, cells, _NO_ISSUES)
        for place, more in enumerate(records, number + 1):
            if filled(more):
                yield Row(place, *inspect(more))

    def _row(self, number: int, cells: list[str], *, broken: bool) -> Row:
        if len(cells) > MAX_COLUMNS:
            raise too_many_columns(len(cells))
        cells, issues = inspect(cells)
        if broken:
            issues += (_BROKEN,)
        layout = self._layout(cells)
        return Row(number, cells, (*issues, *layout, *self._reading(cells, layout)))

    def _layout(self, cells: list[str]) -> tuple[Issue, ...]:
        """Return what the shape of a row tells: a header again, a page line, a rule, raggedness."""
        if cells and self._is_header(cells):
            return (_REPEATED,)
        if self._width > 1 and is_page_line(cells):
            return (_PAGE,)
        if is_rule(cells):
            return (_RULE,)
        if len(cells) != self._width and self._is_ragged(cells):
            return (_ragged(len(cells), self._named),)
        return ()

    def _reading(self, cells: list[str], layout: tuple[Issue, ...]) -> tuple[Issue, ...]:
        """Return what a row reads like, if like no data: totals, a title, other headings."""
        if cells and cells[0] in _TOTALS:
            return (_TOTAL,)
        if self._named >= _TITLED and len(cells) < self._named and filled(cells) == 1:
            return (_LONE,)
        return (_HEADING,) if _REPEATED not in layout and self._is_heading(cells) else ()

    def _is_header(self, cells: list[str]) -> bool:
        """Tell the header again, also behind a form feed or the mark of a file put below."""
        if cells == self._header or not cells or cells[0][:1] not in _JOINTS:
            return cells == self._header
        first = cells[0].lstrip("".join(_JOINTS)).strip('"')
        return [first, *cells[1:]] == self._header

    def _is_heading(self, cells: list[str]) -> bool:
        """Tell a row whose first cell says what the first column is called, and more follows."""
        name = self._header[0].strip() if self._header else ""
        return bool(name) and cells[:1] == [name] and self._width > 1

    def _is_ragged(self, cells: list[str]) -> bool:
        """Tell a row that lacks a named column or holds something beyond the last one."""
        return len(cells) < self._named or filled(cells[self._width :]) > 0

    def _may_end(self, row: Row) -> bool:
        """Blank rows, totals and notes may be the footer, if nothing but such rows follows."""
        cells, count = row.cells, filled(row.cells)
        if len(self._held) >= _MAX_HELD or (count and self._width == 1):
            return False
        few = count <= _FEW_SUMS and 2 * count <= self._typical
        if not count or (few and self._closes(row)):
            return True
        return bool(self._held) and is_narrow(cells, self._typical)

    def _closes(self, row: Row) -> bool:
        """Tell the words of a footer, a page line, or a cut row below a blank one."""
        cells = row.cells
        if not _DRAWN.isdisjoint(row.issues):
            return True
        first = next(cell.strip() for cell in cells if cell.strip())
        alone = bool(self._held) and len(cells) < self._width and is_narrow(cells, self._typical)
        return alone or _CLOSING.match(first) is not None

    def _begins_other_table(self, cells: list[str]) -> bool:
        """Tell a row of nearly the names of our header, but not the same row."""
        names = self._header
        if not names or not cells or cells[0] != names[0] or cells == names:
            return False
        same = sum(1 for ours, other in zip(names, cells, strict=False) if ours and ours == other)
        return same > 1 and same >= _SAME * max(filled(names), filled(cells))

    def _release(self, row: Row, part: Part) -> Iterator[Row]:
        """Let go of the held rows: they were no footer, unless the header comes again.

        Blank rows are not data; neither are a repeated header, the titles above it and page
        lines.
        """
        named = _REPEATED in row.issues or row.cells[:1] == self._header[:1]
        again = bool(row.cells) and named and bool(self._held)
        footer = part == "footer"
        for held in self._held:
            if filled(held.cells) and (again or not _DRAWN.isdisjoint(held.issues)) == footer:
                yield self._marked(held)
        self._held.clear()
        furniture = not _FURNITURE.isdisjoint(row.issues)
        if furniture == footer and filled(row.cells):
            yield row

    def _marked(self, row: Row) -> Row:
        """Return a row that rows follow after all, with an issue where it reads like a note."""
        first = next(cell.strip() for cell in row.cells if cell.strip())
        if _TOTAL in row.issues or _CLOSING.match(first) is None:
            return row
        return row._replace(issues=(*row.issues, _NOTE))

    def _ending(self, part: Part) -> Iterator[Row]:
        """At the end of the table the held rows are its footer if one of them reads like it."""
        held = [row for row in self._held if filled(row.cells)]
        if any(self._closes(row) for row in held) == (part == "footer"):
            yield from (row._replace(issues=(*row.issues, _NOTE)) for row in held)
        self._held.clear()


def _ragged(cells: int, named: int) -> Issue:
    code = "short_row" if cells < named else "long_row"
    said = f"{cells} cell{'' if cells == 1 else 's'}"
    return Issue(code, f"The row has {said} where the table has {named} columns")


def too_many_columns(columns: int) -> SourceError:
    """Return the refusal of a file wider than any spreadsheet."""
    return SourceError(
        "too_many_columns",
        f"A row has {columns:,} columns; at most {MAX_COLUMNS:,} can be read. "
        "Check that the delimiter is right, or export fewer columns.",
    )
