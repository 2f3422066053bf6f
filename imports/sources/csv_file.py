"""Delimited text in any dialect and encoding."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import TextIO

from imports.sources import dialect as dialects
from imports.sources.body import Body, too_many_columns
from imports.sources.dialect import Dialect
from imports.sources.escaped import Unescaped, is_escaped, unescape
from imports.sources.locate import Location, locate, typical_fill
from imports.sources.oddities import punctuated, watch
from imports.sources.records import Records, Text
from imports.sources.table import MAX_COLUMNS, Part, Row, SourceError, Table
from imports.sources.wrapped import Unwrapped, is_wrapped, unwrap

_MARK = "\ufeff"
_HEAD = 2**18  # characters in which the table has to begin
_HEAD_ROWS = 500


@contextmanager
def open_text(path: Path, encoding: str, errors: str = "replace") -> Iterator[TextIO]:
    """Open a text with its line ends as they are; foreign bytes become U+FFFD."""
    with path.open(encoding=encoding, errors=errors, newline="") as stream:
        if stream.read(1) != _MARK:  # a second byte order mark, of a file saved twice
            stream.seek(0)
        yield stream


@dataclass(frozen=True)
class _Text:
    """A delimited file and how to read it."""

    path: Path
    encoding: str
    dialect: Dialect
    text: str
    wrapped: bool
    escaped: bool

    def head(self, width: int = 0) -> list[list[str]]:
        """Return the first records; quotes are repaired once the width is known."""
        rows = list(
            islice(Records(StringIO(self.text, newline=""), self.dialect, width), _HEAD_ROWS)
        )
        widest = max(map(len, rows), default=0)
        if widest > MAX_COLUMNS:
            raise too_many_columns(widest)
        return rows

    def read(self, location: Location, typical: int, part: Part) -> Iterator[Row]:
        """Stream the rows, or the footer, of the located table."""
        body = Body(location.header, location.width, typical)
        with open_text(self.path, self.encoding) as stream:
            mark, quote, spaced = self.dialect
            suspicious = watch(mark, quote, spaced=spaced)
            records = Records(self._plain(stream), self.dialect, location.width, suspicious)
            yield from body.read(records, location.body, part)

    def _plain(self, stream: TextIO) -> Text:
        if self.wrapped:
            return Unwrapped(stream)
        return Unescaped(stream) if self.escaped else stream


def open_csv(
    path: Path, encoding: str, delimiter: str | None = None, header_row: int | None = None
) -> Table:
    """Locate the table of a delimited text; what is not given is found out.

    Raises SourceError for a file without a row or with too many columns.
    """
    with open_text(path, encoding) as stream:
        lines = "".join(stream.readlines(_HEAD))
    wrapped = is_wrapped(lines)
    if wrapped:
        lines = "".join(map(unwrap, lines.splitlines(keepends=True)))
    escaped = not wrapped and is_escaped(lines)
    if escaped:
        lines = unescape(lines)
    text = _Text(path, encoding, dialects.detect(lines, delimiter), lines, wrapped, escaped)
    rows = text.head()
    rows = text.head(locate(rows, header_row).width)
    if not any(any(row) for row in rows):
        raise SourceError("no_rows", "The file holds no rows. Export the list again.")
    rows = [punctuated(row) for row in rows]
    location = locate(rows, header_row)
    typical = typical_fill(row for row in rows[location.body :] if len(row) == location.width)
    return Table(
        kind="csv",
        header=location.header,
        header_row=location.top if location.has_header else None,
        read=lambda part: text.read(location, typical, part),
        preamble=rows[: location.top],
        encoding=encoding,
        delimiter=text.dialect.delimiter,
        quotechar=text.dialect.quotechar,
        escaped=escaped,
    )
