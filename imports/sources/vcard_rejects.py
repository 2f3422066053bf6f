"""vCards that could not be imported, written back as they came, each with its reason."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from imports.sources.table import Row
from imports.sources.vcard_file import numbered_lines

REASON: Final = "X-NOT-IMPORTED"
BEGIN: Final = "BEGIN:VCARD"
END: Final = "END:VCARD"
_BLANK: Final = " \t\r\n\ufeff"


def write_cards(path: Path, encoding: str, rows: Iterable[tuple[Row, str]], out: BinaryIO) -> None:
    """Write the cards of these rows in their own text; a line of each says why it came back.

    A row's number is the line its card begins in.
    """
    reasons = {row.number: reason for row, reason in rows}
    errors = "surrogateescape" if encoding.startswith("utf-8") else "backslashreplace"
    for begin, lines in _texts(path, encoding):
        if begin in reasons:
            said = f"{REASON}:{' '.join(reasons[begin].split())}"
            out.writelines(
                f"{line}\r\n".encode(encoding.removesuffix("-sig"), errors)
                for line in (*lines, said, END)
            )


def _texts(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line each card begins in, and its lines without its end and our own remark."""
    begin, lines = 0, [""]
    for number, line in numbered_lines(path, encoding):
        mark = line.strip(_BLANK).upper()
        if mark in (BEGIN, END):
            if begin:
                yield begin, lines
            begin, lines = (number, [BEGIN]) if mark == BEGIN else (0, [])
        elif begin and not mark.startswith(f"{REASON}:"):
            lines.append(line.rstrip("\r\n"))
    if begin:
        yield begin, lines
