"""What every reader returns: a table whose rows stream.

Something wrong is said in one of two ways: an issue on a row, or a refusal of the whole file.
What is odd about the file and no fault is a remark in words.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["csv", "xlsx", "vcard", "whatsapp"]
Part = Literal["rows", "footer"]

MAX_COLUMNS = 16_384  # what a spreadsheet can hold
MAX_LINE = 10 * 2**20  # bytes of a line, characters of a cell


class SourceError(Exception):
    """A file that cannot be read at all; `code` for machines, `message` says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Issue(NamedTuple):
    """One oddity of one row; the row keeps every cell."""

    code: str
    message: str


class Row(NamedTuple):
    """One data row: `number` is the row a spreadsheet shows, counted from 1."""

    number: int
    cells: list[str]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class Table:
    """One located table.

    `header_row` counts physical rows from 0 and is None where the file has no header; a header
    of several rows is joined and `header_row` is its first. `preamble` holds the rows above the
    header as they are. Rows below the table are not rows but `footer()`.
    """

    kind: Kind
    header: list[str]
    header_row: int | None
    read: Callable[[Part], Iterator[Row]] = field(repr=False, compare=False)
    preamble: list[list[str]] = field(default_factory=list)
    encoding: str | None = None
    delimiter: str | None = None
    quotechar: str | None = None
    escaped: bool = False
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    date_order: str | None = None
    remarks: tuple[str, ...] = ()

    def rows(self) -> Iterator[Row]:
        """Stream the data rows from the start of the table; can be called again."""
        return self.read("rows")

    def footer(self) -> Iterator[Row]:
        """Stream the rows below the table: totals, copyright lines, a second table."""
        return self.read("footer")
