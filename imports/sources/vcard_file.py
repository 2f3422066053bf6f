"""vCards 2.1, 3.0 and 4.0 as a table: one row a card, read card by card."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from imports.sources.csv_file import open_text
from imports.sources.folding import mended
from imports.sources.oddities import inspect
from imports.sources.table import Issue, Part, Row, SourceError, Table
from imports.sources.vcard_card import NAME, PLACE, REST, WORK, Card, Value, raw_card, read_card

_MAX_CARD = 5_000_000  # characters; a photograph inside a card
_UTF8 = frozenset({"utf-8", "utf-8-sig"})
_BLANK = " \t\r\n\ufeff"  # files put together keep the byte order mark of each
_JOINT = "END:VCARDBEGIN:VCARD"
_NO_END = Issue("broken_card", "The card cannot be read: it has no end")
_STRAY = Issue("broken_line", "Lines of the card that cannot be read stand under other")
_TOO_LONG = Issue(
    "broken_card", f"The card is longer than {_MAX_CARD:,} characters; the rest was left out"
)


class _Size(NamedTuple):
    emails: int = 1
    phones: int = 1
    places: int = 1


def open_vcard(path: Path, encoding: str) -> Table:
    """Read a file of vCards; columns are numbered as far as the richest card needs.

    A card without an end is a row with its text under `other` and the issue `broken_card`; lines
    that are no properties stand there too, with the issue `broken_line`. Raises SourceError for a
    file without a card.
    """
    size, count = _Size(), 0
    for _line, card, _trouble in _cards(path, encoding):
        count += 1
        found = (len(card.emails), len(card.phones), len(card.places))
        size = _Size(*map(max, size, found))
    if not count:
        raise SourceError("no_rows", "The file holds no vCard. Export the contacts again.")
    return Table(
        kind="vcard",
        header=_header(size),
        header_row=None,
        read=partial(_read, path, encoding, size),
        encoding=encoding,
    )


def read_cards(path: Path, encoding: str) -> Iterator[dict[str, Any]]:
    """Yield each card as nested values: names, `emails`, `phones`, `address`, `tags`."""
    for _line, card, _trouble in _cards(path, encoding):
        plain = {name: card.plain.get(name, "") for name in (*NAME[:5], "company", "job_title")}
        yield {
            **plain,
            "emails": [_as_dict(value) for value in card.emails],
            "phones": [_as_dict(value) for value in card.phones],
            "address": card.places[0] if card.places else [],
            "date_of_birth": card.plain.get("date_of_birth", ""),
            "notes": card.plain.get("notes", ""),
            "tags": card.tags,
        }


def _as_dict(value: Value) -> dict[str, str | bool]:
    return {name: item for name, item in value._asdict().items() if item}


def _header(size: _Size) -> list[str]:
    several = [
        f"{name}_{place}{part}"
        for name, count in (("email", size.emails), ("phone", size.phones))
        for place in range(1, count + 1)
        for part in ("", "_type")
    ]
    places = [
        name if place == 1 else f"{name}_{place}"
        for place in range(1, size.places + 1)
        for name in PLACE
    ]
    return [*NAME, *WORK, *several, *places, *REST]


def _read(path: Path, encoding: str, size: _Size, part: Part) -> Iterator[Row]:
    if part == "footer":
        return
    for line, card, trouble in _cards(path, encoding):
        cells, issues = inspect(_cells(card, size))
        if trouble:
            issues += (trouble,)
        yield Row(line, cells, issues)


def _cells(card: Card, size: _Size) -> list[str]:
    cells = [card.plain.get(name, "") for name in (*NAME, *WORK)]
    for values, count in ((card.emails, size.emails), (card.phones, size.phones)):
        padded = [*values, *[Value("")] * (count - len(values))]
        cells += [cell for one in padded for cell in (one.value, one.label or one.type)]
    for place in [*card.places, *[[""] * len(PLACE)] * (size.places - len(card.places))]:
        cells += place
    return cells + [card.plain.get(name, "") for name in REST]


def _cards(path: Path, encoding: str) -> Iterator[tuple[int, Card, Issue | None]]:
    """Yield line number, card and, where not all of it could be read, why."""
    lines: list[str] = []
    begin = length = 0
    for number, line in numbered_lines(path, encoding):
        mark = line.strip(_BLANK).upper()
        if mark == "BEGIN:VCARD":
            if begin:
                yield begin, raw_card(lines), _NO_END
            lines, begin, length = [line], number, 0
        elif mark == "END:VCARD" and begin:
            card = read_card(lines[1:])
            yield begin, card, _doubt(card, length)
            lines, begin = [], 0
        elif begin:
            length += len(line)
            if length < _MAX_CARD:
                lines.append(line)
    if begin:
        yield begin, raw_card(lines), _NO_END


def numbered_lines(path: Path, encoding: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers; two cards joined without a line end are taken apart."""
    for number, line in enumerate(_lines(path, encoding), 1):
        end, begin, rest = line.upper().partition(_JOINT)
        if begin and not end.strip(_BLANK) and not rest.strip():
            yield from ((number, "END:VCARD\n"), (number, "BEGIN:VCARD\n"))
        else:
            yield number, line


def _lines(path: Path, encoding: str) -> Iterator[str]:
    """Stream the lines; in UTF-8 a fold may have cut a character, which is put together again."""
    if encoding not in _UTF8:
        with open_text(path, encoding) as stream:
            yield from stream
    else:
        with open_text(path, encoding, "surrogateescape") as stream:
            yield from mended(stream)


def _doubt(card: Card, length: int) -> Issue | None:
    if length >= _MAX_CARD:
        return _TOO_LONG
    return _STRAY if card.stray else None
