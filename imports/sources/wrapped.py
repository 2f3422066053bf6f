"""Lines that a spreadsheet has put into quotes as a whole: `"Name,Phone"`.

It happens when a CSV is opened as one column and saved again; each line then is one cell that
holds a row.
"""

import csv
from collections.abc import Iterable
from itertools import islice
from typing import TextIO

_LINES = 200
_FEWEST = 3  # lines from which their likeness tells


def is_wrapped(text: str) -> bool:
    """Tell whether the first lines are one quoted cell each, and as wide as one another inside.

    The first line may be plain: some programs wrap only the lines that hold quotes.
    """
    lines = [line for line in islice(text.splitlines(), _LINES) if line.strip()]
    if len(lines) < _FEWEST or not all(_quoted(line) for line in lines[1:]):
        return False
    if any(len(cells) != 1 for cells in csv.reader(lines[1:])):
        return False
    inside = [len(cells) for cells in csv.reader(map(unwrap, lines), strict=False)]
    return min(inside) > 1 and min(inside) == max(inside)


def unwrap(line: str) -> str:
    """Take the quotes off a wrapped line, line end kept; leave other lines as they are."""
    bare = line.rstrip("\r\n")
    return bare[1:-1].replace('""', '"') + line[len(bare) :] if _quoted(bare) else line


def _quoted(line: str) -> bool:
    return len(line) > 2 and line.startswith('"') and line.endswith('"')  # noqa: PLR2004 -- two quotes


class Unwrapped:
    """A text stream of unwrapped lines, with the two methods the records are read by."""

    def __init__(self, stream: TextIO) -> None:
        self._lines: Iterable[str] = map(unwrap, stream)

    def read(self, size: int) -> str:
        """Return whole lines of about `size` characters; empty at the end."""
        taken: list[str] = []
        for line in self._lines:
            taken.append(line)
            size -= len(line)
            if size <= 0:
                break
        return "".join(taken)

    def readline(self) -> str:
        """Return nothing: every piece read ends with a line."""
        return ""
