"""Records of a delimited text, streamed at the speed of the csv module.

The csv module reads strictly; where it stumbles (a stray or unclosed quote) only the lines of
that one record are cut again, so that a broken quote can never swallow the rows below it.
"""

import csv
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from typing import Protocol

from imports.sources.dialect import Dialect
from imports.sources.table import MAX_LINE

csv.field_size_limit(MAX_LINE)

_BLOCK = 2**18  # characters looked at together
_MAX_RECORD_LINES = 10_000  # a longer cell is an unclosed quote
_MAX_REPAIR_LINES = 50


class Text(Protocol):
    """What records are read from."""

    def read(self, size: int, /) -> str:
        """Return about `size` characters; empty at the end."""

    def readline(self) -> str:
        """Return the rest of a line that `read` has cut."""


class Records:
    """Iterate the records of a text; `quiet` and `broken` describe the latest one.

    `quiet`: neither it nor the block it came from can hold an oddity. `broken`: its quotes were.
    """

    def __init__(
        self,
        stream: Text,
        dialect: Dialect,
        width: int = 0,
        suspicious: Callable[[str], bool] | None = None,
    ) -> None:
        self.quiet = True
        self.broken = False
        self.width = width
        self._dialect = dialect
        self._suspicious = suspicious
        self._blocks = self._watched(stream)
        self._lines: Iterator[str] = iter(())
        self._again: deque[str] = deque()
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[list[str]]:
        """Yield the cells of each record; a blank line is a record without cells."""
        for text in self._blocks:
            if self._dialect.quotechar in text:
                self._lines = iter(StringIO(text, newline=""))
                yield from self._quoted()
            else:
                yield from self._reader(_plain_lines(text))

    def _watched(self, stream: Text) -> Iterator[str]:
        before = False
        while text := stream.read(_BLOCK):
            if not text.endswith(("\n", "\r")):
                text += stream.readline()
            now = bool(self._suspicious and self._suspicious(text))
            self.quiet = not (now or before)  # a record can begin in the block before
            before = now
            yield text

    def _quoted(self) -> Iterator[list[str]]:
        """Read the records that begin in this block, however far the last one reaches."""
        more = True
        while more:
            more = False
            try:
                yield from self._strict()
            except csv.Error:
                more = True
                if self._taken:
                    yield from self._repaired()

    def _strict(self) -> Iterator[list[str]]:
        taken = self._taken
        for cells in self._reader(self._feed()):
            if len(taken) > 1 and self.width not in {0, len(cells)} and self._cuts_better():
                raise csv.Error("a stray quote that happens to be closed further down")
            yield cells
            taken.clear()

    def _cuts_better(self) -> bool:
        return len(cut(self._taken, self._dialect, self.width)[0]) == self.width

    def _reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        return csv.reader(
            lines,
            delimiter=self._dialect.delimiter,
            quotechar=self._dialect.quotechar,
            skipinitialspace=self._dialect.spaced,
            strict=True,
        )

    def _repaired(self) -> Iterator[list[str]]:
        lines = list(self._taken)
        self._taken.clear()
        cells, used = cut(lines, self._dialect, self.width)
        self._again.extendleft(reversed(lines[used:]))
        quiet, self.quiet, self.broken = self.quiet, False, True
        yield cells
        self.quiet, self.broken = quiet, False

    def _feed(self) -> Iterator[str]:
        taken = self._taken
        while True:
            while self._again:
                line = self._again.popleft()
                taken.append(line)
                yield line
            for line in self._lines:
                taken.append(line)
                if len(taken) > _MAX_RECORD_LINES:
                    raise csv.Error("unclosed quote")
                yield line
            text = next(self._blocks, "") if taken else ""
            if not text:
                return
            self._lines = iter(StringIO(text, newline=""))


def _plain_lines(text: str) -> list[str]:
    """Split a text without quotes; every kind of line end ends a record there."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removesuffix("\n").split("\n")


def cut(lines: list[str], dialect: Dialect, width: int) -> tuple[list[str], int]:
    """Cut a record with broken quotes; return its cells and how many lines they used.

    Of the ways to read it the first that gives `width` cells wins, fewest lines first; without
    one, the first line is cut in the way that comes closest.
    """
    if "".join(lines).strip() == dialect.quotechar:
        return ["\n"], len(lines)  # an opened cell with nothing in it, as the csv module has it
    for used in range(1, min(len(lines), _MAX_REPAIR_LINES) + 1):
        text = "".join(lines[:used]).rstrip("\r\n")
        for way in _WAYS:
            cells = way(text, dialect)
            if len(cells) == width:
                return cells, used
    ways = [way(lines[0].rstrip("\r\n"), dialect) for way in _WAYS]
    return min(ways, key=lambda cells: abs(len(cells) - width)), 1


def _split(
    text: str, dialect: Dialect, closing: Callable[[str, int, Dialect], tuple[int, str]]
) -> list[str]:
    cells, start = [], 0
    while True:
        start += _spaces(text, start, dialect)
        quoted = text.startswith(dialect.quotechar, start)
        end, cell = closing(text, start, dialect) if quoted else (-1, "")
        if end < 0:  # not quoted, or a quote that encloses nothing
            end = text.find(dialect.delimiter, start)
            end = len(text) if end < 0 else end
            cell = text[start:end]
        cells.append(cell)
        if end >= len(text):
            return cells
        start = end + 1


def _spaces(text: str, start: int, dialect: Dialect) -> int:
    return int(dialect.spaced and text.startswith(" ", start))


def _ends_cell(text: str, place: int, dialect: Dialect) -> bool:
    return place >= len(text) or text[place] == dialect.delimiter


def _close_at_boundary(
    text: str, start: int, dialect: Dialect, *, doubled: bool
) -> tuple[int, str]:
    """Close at the first quote before a delimiter; quotes inside stay as they are."""
    quote = dialect.quotechar
    place, parts, begin = start + 1, [], start + 1
    while (place := text.find(quote, place)) >= 0:
        if doubled and text.startswith(quote * 2, place):
            parts.append(text[begin : place + 1])
            place = begin = place + 2
        elif _ends_cell(text, place + 1, dialect):
            cell = "".join(parts) + text[begin:place]
            return place + 1, cell.replace("\\" + quote, quote)
        else:
            place += 1
    return -1, ""


def _doubled(text: str, start: int, dialect: Dialect) -> tuple[int, str]:
    return _close_at_boundary(text, start, dialect, doubled=True)


def _single(text: str, start: int, dialect: Dialect) -> tuple[int, str]:
    return _close_at_boundary(text, start, dialect, doubled=False)


def _backslashed(text: str, start: int, dialect: Dialect) -> tuple[int, str]:
    """Close at the first quote before a delimiter that no backslash escapes."""
    escaped, place = f"\\{dialect.quotechar}", start
    while (place := text.find(dialect.quotechar, place + 1)) >= 0:
        if text[place - 1] != "\\" and _ends_cell(text, place + 1, dialect):
            return place + 1, text[start + 1 : place].replace(escaped, dialect.quotechar)
    return -1, ""


def _wary(text: str, start: int, dialect: Dialect) -> tuple[int, str]:
    """Take the quote literally when the next quote opens another cell."""
    following = text.find(dialect.quotechar, start + 1)
    opens = following > 0 and text[following - 1] == dialect.delimiter
    if opens and not _ends_cell(text, following + 1, dialect):
        return -1, ""
    return _doubled(text, start, dialect)


def _literal(_text: str, _start: int, _dialect: Dialect) -> tuple[int, str]:
    return -1, ""


_WAYS: tuple[Callable[[str, Dialect], list[str]], ...] = (
    lambda text, dialect: _split(text, dialect, _doubled),
    lambda text, dialect: _split(text, dialect, _single),
    lambda text, dialect: _split(text, dialect, _wary),
    lambda text, dialect: _split(text, dialect, _literal),
    lambda text, dialect: _split(text, dialect, _backslashed),
)
