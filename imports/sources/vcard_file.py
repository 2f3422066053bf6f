"""vCards 2.1, 3.0 and 4.0 as a table: one row a card, read card by card."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import vobject
from vobject.base import Component, VObjectError

from imports.sources.csv_file import open_text
from imports.sources.oddities import inspect
from imports.sources.table import Issue, Part, Row, SourceError, Table

_NAME = ("full_name", "given_name", "middle_name", "family_name", "honorific", "name_suffix")
_WORK = ("company", "department", "job_title")
_PLACE = ("street", "city", "state", "postal_code", "country")
_REST = ("date_of_birth", "website", "nickname", "notes", "tags", "other")
_TYPES = {
    "fax": "fax",
    "cell": "mobile",
    "mobile": "mobile",
    "iphone": "mobile",
    "pager": "pager",
    "main": "main",
    "home": "home",
    "work": "work",
}
_KNOWN = frozenset(
    (
        *("begin", "end", "version", "prodid", "n", "fn", "org", "title", "email", "tel", "adr"),
        *("bday", "note", "categories", "url", "nickname", "x-ablabel", "x-abadr"),
    )
)
# what vobject lets out on garbage
_UNREADABLE = (VObjectError, ValueError, LookupError, TypeError, AttributeError, StopIteration)
_MAX_CARD = 5_000_000  # characters; a photograph inside a card
_BUILT_IN_LABEL = re.compile(r"_\$!<(.*)>!\$_")


class Value(NamedTuple):
    """A telephone number or e-mail address of a card."""

    value: str
    type: str = ""
    label: str = ""
    pref: bool = False


class Card(NamedTuple):
    """What one vCard says; `plain` by column name, the rest in the order of the card."""

    plain: dict[str, str]
    emails: list[Value]
    phones: list[Value]
    places: list[list[str]]
    tags: list[str]


class _Size(NamedTuple):
    emails: int = 1
    phones: int = 1
    places: int = 1


def open_vcard(path: Path, encoding: str) -> Table:
    """Read a file of vCards; columns are numbered as far as the richest card needs.

    A card that cannot be parsed is a row with its text under `other` and the issue
    `broken_card`. Raises SourceError for a file without a card.
    """
    size, count = _Size(), 0
    for _line, card, _broken in _cards(path, encoding):
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
    for _line, card, _broken in _cards(path, encoding):
        plain = {name: card.plain.get(name, "") for name in (*_NAME[:5], "company", "job_title")}
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
        for name in _PLACE
    ]
    return [*_NAME, *_WORK, *several, *places, *_REST]


def _read(path: Path, encoding: str, size: _Size, part: Part) -> Iterator[Row]:
    if part == "footer":
        return
    for line, card, broken in _cards(path, encoding):
        cells, issues = inspect(_cells(card, size))
        if broken:
            issues += (Issue("broken_card", f"The card cannot be read: {broken}"),)
        yield Row(line, cells, issues)


def _cells(card: Card, size: _Size) -> list[str]:
    cells = [card.plain.get(name, "") for name in (*_NAME, *_WORK)]
    for values, count in ((card.emails, size.emails), (card.phones, size.phones)):
        padded = [*values, *[Value("")] * (count - len(values))]
        cells += [cell for one in padded for cell in (one.value, one.label or one.type)]
    for place in [*card.places, *[[""] * len(_PLACE)] * (size.places - len(card.places))]:
        cells += place
    return cells + [card.plain.get(name, "") for name in _REST]


def _cards(path: Path, encoding: str) -> Iterator[tuple[int, Card, str]]:
    """Yield line number, card and, where it could not be parsed, the reason."""
    with open_text(path, encoding) as stream:
        lines: list[str] = []
        begin = length = 0
        for number, line in enumerate(stream, 1):
            mark = line.strip().upper()
            if mark == "BEGIN:VCARD":
                if lines:
                    yield begin, _raw(lines), "it has no end"
                lines, begin, length = [], number, 0
            if begin and length < _MAX_CARD:
                lines.append(line)
                length += len(line)
            if mark == "END:VCARD" and lines:
                yield begin, *_parse(lines)
                lines, begin = [], 0
        if lines:
            yield begin, _raw(lines), "it has no end"


def _raw(lines: list[str]) -> Card:
    return Card({"other": "".join(lines)}, [], [], [], [])


def _parse(lines: list[str]) -> tuple[Card, str]:
    try:
        return _card(vobject.readOne("".join(lines), allowQP=True)), ""
    except _UNREADABLE as error:
        return _raw(lines), str(error) or type(error).__name__


def _card(card: Component) -> Card:
    labels = {line.group: _label(line) for line in card.contents.get("x-ablabel", ()) if line.group}
    tags = [tag for line in card.contents.get("categories", ()) for tag in _listed(line.value)]
    plain = {
        **_name(card),
        **_work(card),
        "date_of_birth": _birthday(card),
        "website": "; ".join(_texts(card, "url")),
        "nickname": "; ".join(_texts(card, "nickname")),
        "notes": "\n".join(_texts(card, "note")),
        "tags": "; ".join(tags),
        "other": "\n".join(_others(card)),
    }
    return Card(
        plain,
        [_value(line, labels) for line in card.contents.get("email", ())],
        [_value(line, labels) for line in card.contents.get("tel", ())],
        [_place(line.value) for line in card.contents.get("adr", ())],
        tags,
    )


def _name(card: Component) -> dict[str, str]:
    names = {"full_name": next(iter(_texts(card, "fn")), "")}
    for line in card.contents.get("n", ())[:1]:
        parts = ("given", "additional", "family", "prefix", "suffix")
        for column, part in zip(_NAME[1:], parts, strict=True):
            names[column] = " ".join(_listed(getattr(line.value, part)))
    if not names["full_name"]:
        order = ("honorific", "given_name", "middle_name", "family_name", "name_suffix")
        names["full_name"] = " ".join(filter(None, (names.get(part, "") for part in order)))
    return names


def _work(card: Component) -> dict[str, str]:
    units = [unit for line in card.contents.get("org", ())[:1] for unit in _listed(line.value)]
    company, *departments = units or [""]
    return {
        "company": company,
        "department": "; ".join(filter(None, departments)),
        "job_title": "; ".join(_texts(card, "title")),
    }


def _texts(card: Component, name: str) -> list[str]:
    return [", ".join(_listed(line.value)) for line in card.contents.get(name, ())]


def _listed(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values if str(one)]


def _kinds(line: Any) -> list[str]:
    named = [kind for kinds in line.params.get("TYPE", ()) for kind in str(kinds).split(",")]
    single = [str(kind) for kind in getattr(line, "singletonparams", ())]
    return [kind.strip('"').lower() for kind in (*named, *single)]


def _value(line: Any, labels: dict[str, str]) -> Value:
    kinds = _kinds(line)
    label = labels.get(line.group, "") if line.group else ""
    known = next((name for kind, name in _TYPES.items() if kind in kinds), "")
    text = str(line.value).removeprefix("tel:").removeprefix("mailto:")
    return Value(text, known, label, "pref" in kinds or "PREF" in line.params)


def _label(line: Any) -> str:
    return _BUILT_IN_LABEL.sub(r"\1", str(line.value))


def _place(address: Any) -> list[str]:
    """Street (with box and extension), city, region, code, country."""
    street = ", ".join(
        part for name in ("box", "extended", "street") for part in _listed(getattr(address, name))
    )
    names = ("city", "region", "code", "country")
    return [street, *(" ".join(_listed(getattr(address, name))) for name in names)]


def _birthday(card: Component) -> str:
    """Return the ISO date; `--11-02` where the year is unknown."""
    for line in card.contents.get("bday", ())[:1]:
        text = str(line.value)
        omitted = [str(year) for year in line.params.get("X-APPLE-OMIT-YEAR", ())]
        digits = re.fullmatch(r"(\d{4}|--)-?(\d\d)-?(\d\d)(?:T.*)?", text)
        if not digits:
            return text
        year = "-" if digits[1] in ("--", *omitted) else digits[1]
        return f"{year}-{digits[2]}-{digits[3]}"
    return ""


def _others(card: Component) -> Iterator[str]:
    for name, lines in card.contents.items():
        for line in lines:
            if name in _KNOWN or isinstance(line, Component):
                continue
            value = line.value
            large = name in ("photo", "logo", "sound", "key")
            yield f"{name.upper()}: {f'({len(value)} characters)' if large else value}"
