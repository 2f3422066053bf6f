"""What a workbook hides, so that whoever brings it is told: nobody sees it in the spreadsheet."""

import html
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

_HEAD = 2**20  # bytes of a part of the workbook; columns are described before the first cell
_LAST = 16_384
_SHOWN = 5  # names said; of more, their number
_COLUMNS = re.compile(rb"<(?:\w{1,20}:)?cols\b[^>]*>(.*?)</(?:\w{1,20}:)?cols>", re.DOTALL)
_COLUMN = re.compile(rb"<(?:\w{1,20}:)?col\b([^>]*)>")
_SHEET = re.compile(rb"<(?:\w{1,20}:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w{1,20}:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r"(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_UNREADABLE = (
    KeyError,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)


def hidden_columns(path: Path, sheet: str) -> list[int]:
    """Return the places, from 0, of the columns an XLSX workbook hides on a sheet.

    Nothing for other formats and for what cannot be read so: it is no reason to refuse a file.
    """
    try:
        with zipfile.ZipFile(path) as book:
            part = _part_of(book, sheet)
            found = _COLUMNS.search(_head(book, part)) if part else None
    except _UNREADABLE:
        return []
    return sorted(set(_hidden(found[1]))) if found else []


def remarks_on(
    columns: Sequence[str], *, read: str = "", unread: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return in words which hidden columns, and which hidden sheet, were read, and what was not."""
    found = []
    if read:
        found.append(f"The sheet “{read}” is hidden in the workbook. It was read all the same.")
    if columns:
        many = len(columns) > 1
        found.append(
            f"{_named('column', columns)} {'are' if many else 'is'} hidden in the workbook. "
            f"{'They were' if many else 'It was'} read like the others."
        )
    if unread:
        many = len(unread) > 1
        found.append(
            f"{_named('sheet', unread)} {'are' if many else 'is'} hidden in the workbook and "
            f"{'were' if many else 'was'} not read."
        )
    return tuple(found)


def letters(place: int) -> str:
    """Return how a spreadsheet calls its column of this place, from 1: `A`, `Z`, `AA`."""
    before, last = divmod(place - 1, 26)
    return (letters(before) if before else "") + chr(ord("A") + last)


def _named(kind: str, names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"The {kind} “{names[0]}”"
    shown, more = [f"“{name}”" for name in names[:_SHOWN]], len(names) - _SHOWN
    last = f"{more} more" if more > 0 else shown.pop()
    return f"The {kind}s {', '.join(shown)} and {last}"


def _part_of(book: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the part that holds a sheet; empty if there is none."""
    sheets = map(_attributes, _SHEET.findall(_head(book, "xl/workbook.xml")))
    wanted = next((each.get("id") for each in sheets if each.get("name") == sheet), None)
    relations = map(_attributes, _RELATION.findall(_head(book, "xl/_rels/workbook.xml.rels")))
    target = next((each["Target"] for each in relations if each.get("Id") == wanted), "")
    return posixpath.normpath(posixpath.join("/xl", target))[1:] if target else ""


def _head(book: zipfile.ZipFile, part: str) -> bytes:
    with book.open(part) as file:
        return file.read(_HEAD)


def _hidden(columns: bytes) -> Iterator[int]:
    for found in map(_attributes, _COLUMN.findall(columns)):
        if found.get("hidden") in ("1", "true"):
            first, last = int(found["min"]), int(found["max"])
            yield from range(max(first, 1) - 1, min(last, _LAST))


def _attributes(tag: bytes) -> dict[str, str]:
    """Return the attributes of a tag by their names without prefix."""
    found = _ATTRIBUTE.findall(tag.decode("utf-8", "replace"))
    return {name: html.unescape(double or single) for name, double, single in found}
