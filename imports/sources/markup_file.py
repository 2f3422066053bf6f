"""Tables written as markup: the web pages and XML that systems name `.xls`.

Many portals export an HTML table, Excel 2003 an XML one; both open in Excel, so people take
them for workbooks. Constant in memory: the file is parsed piece by piece, once to find the
largest table and once to read it.
"""

from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path

from imports.sources.body import Body, too_many_columns
from imports.sources.csv_file import open_text
from imports.sources.locate import Location, filled, locate, typical_fill
from imports.sources.sniff import not_a_table
from imports.sources.table import MAX_COLUMNS, MAX_LINE, Part, Row, SourceError, Table

_HEAD_ROWS = 500
_PIECE = 2**16  # characters parsed together
_ROW_TAGS = frozenset({"tr", "row"})
_CELL_TAGS = frozenset({"td", "th", "cell"})
_BREAKS = frozenset({"br", "p", "div", "li"})
_SILENT = frozenset({"script", "style", "title"})
_MIDNIGHT = "T00:00:00.000"
_WIDEST = 1_000  # columns a cell may span, as the HTML standard has it


class _Grid(HTMLParser):
    """Collects `(table, cells)` for every finished row; tables count from 1 as they begin."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[int, list[str]]] = []
        self._begun = 0
        self._open: list[tuple[int, list[str], list[str] | None]] = []
        self._table = 0
        self._cells: list[str] = []
        self._text: list[str] | None = None
        self._span = 1
        self._silent = False
        self._written = 0

    @property
    def held(self) -> int:
        """How many characters are kept of what has not ended: a tag, a comment, a row."""
        return len(self.rawdata) + self._written

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row, a cell or a line."""
        given = dict(attrs)
        if tag == "table":
            self._open.append((self._table, self._cells, self._text))
            self._begun += 1
            self._table, self._cells, self._text = self._begun, [], None
        elif tag in _ROW_TAGS:
            self._end_row()
        elif tag in _CELL_TAGS:
            self._end_cell()
            self._pad(given.get("ss:index"))
            self._text, self._span = [], _number(given.get("colspan"), _WIDEST)
        elif tag in _BREAKS and self._text:
            self._text.append("\n")
        self._silent = tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        """End what the tag began; what was left open inside ends with it."""
        if tag in _CELL_TAGS:
            self._end_cell()
        elif tag in _ROW_TAGS:
            self._end_row()
        elif tag == "table" and self._open:
            self._end_row()
            self._table, self._cells, self._text = self._open.pop()
        self._silent = False

    def handle_data(self, data: str) -> None:
        """Take the text of a cell."""
        if self._text is not None and not self._silent:
            self._written += len(data)
            self._text.append(data if data.strip() else " ")

    def finish(self) -> None:
        """Take the last row of a page that was cut off."""
        self.close()
        self._end_row()

    def _end_cell(self) -> None:
        if self._text is None:
            return
        lines = (" ".join(line.split()) for line in "".join(self._text).split("\n"))
        text = "\n".join(line for line in lines if line)
        self._cells += [text.removesuffix(_MIDNIGHT), *[""] * (self._span - 1)]
        self._text = None
        if len(self._cells) > MAX_COLUMNS:
            raise too_many_columns(len(self._cells))

    def _end_row(self) -> None:
        self._end_cell()
        if self._cells:
            self.rows.append((self._table, self._cells))
        self._cells = []
        self._written = 0

    def _pad(self, index: str | None) -> None:
        """Fill the columns that Excel's XML leaves out before a numbered cell."""
        missing = _number(index, MAX_COLUMNS) - 1 - len(self._cells)
        self._cells += [""] * max(0, missing)


def _number(text: str | None, most: int) -> int:
    """Read a span or an index, from 1 to `most`; 1 where nothing is said."""
    return max(1, min(int(text[:9]), most)) if text and text.isdecimal() else 1


class _Rows:
    """The records of one table of the page; of all tables when none is named."""

    quiet = False
    broken = False

    def __init__(self, path: Path, encoding: str, table: int) -> None:
        self._found = _all_rows(path, encoding)
        self._table = table

    def __iter__(self) -> Iterator[list[str]]:
        """Yield the cells of each row."""
        return (cells for table, cells in self._found if table == self._table)


def _all_rows(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    grid = _Grid()
    with open_text(path, encoding) as stream:
        while piece := stream.read(_PIECE):
            grid.feed(piece)
            yield from grid.rows
            grid.rows.clear()
            if grid.held > MAX_LINE:
                raise _endless()
    grid.finish()
    yield from grid.rows


def _endless() -> SourceError:
    return SourceError(
        "endless_page",
        f"A tag, a comment or a row of the page is longer than {MAX_LINE // 2**20} MB, so this is "
        "not a table of rows. Open it in Excel and save it as a workbook.",
    )


def open_markup(path: Path, encoding: str, name: str, header_row: int | None = None) -> Table:
    """Locate the largest table of a web page or of Excel's XML.

    `name` is what people call the file. Raises SourceError for a page without one, and for one
    with too many columns or whose tags do not end.
    """
    sizes: dict[int, int] = {}
    for table, cells in _all_rows(path, encoding):
        sizes[table] = sizes.get(table, 0) + filled(cells)
    best = max(sizes, key=lambda table: sizes[table], default=0)
    if not sizes.get(best):
        raise not_a_table(name, "a web page")
    head = list(islice(_Rows(path, encoding, best), _HEAD_ROWS))
    location = locate(head, header_row)
    return Table(
        kind="csv",
        header=location.header,
        header_row=location.top if location.has_header else None,
        read=partial(_read, path, encoding, best, location, typical_fill(head[location.body :])),
        preamble=head[: location.top],
        encoding=encoding,
        delimiter=",",
        quotechar='"',
    )


def _read(
    path: Path, encoding: str, table: int, location: Location, typical: int, part: Part
) -> Iterator[Row]:
    body = Body(location.header, location.width, typical)
    yield from body.read(_Rows(path, encoding, table), location.body, part)
