"""What one vCard says: its properties as the cells of a row."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from imports.sources.vcard_lines import Property, fields, properties, unescaped

NAME = ("full_name", "given_name", "middle_name", "family_name", "honorific", "name_suffix")
WORK = ("company", "department", "job_title")
PLACE = ("street", "city", "state", "postal_code", "country")
REST = ("date_of_birth", "website", "nickname", "notes", "tags", "other")
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
        *("BEGIN", "END", "VERSION", "PRODID", "N", "FN", "ORG", "TITLE", "EMAIL", "TEL", "ADR"),
        *("BDAY", "NOTE", "CATEGORIES", "URL", "NICKNAME", "X-ABLABEL", "X-ABADR"),
    )
)
_LARGE = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_NAME_PARTS = ("family_name", "given_name", "middle_name", "honorific", "name_suffix")
_SPOKEN = ("honorific", "given_name", "middle_name", "family_name", "name_suffix")
_PLACE_PARTS = 7  # box, extension, street, city, region, code, country
_BUILT_IN_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_BLANKS = re.compile(r"[^\S\n]+")
_BIRTHDAY = re.compile(r"(\d{4}|--)-?(\d\d)-?(\d\d)(?:T.*)?")


class Value(NamedTuple):
    """A telephone number or e-mail address of a card."""

    value: str
    type: str = ""
    label: str = ""
    pref: bool = False


class Card(NamedTuple):
    """What one vCard says; `plain` by column name, the rest in the order of the card.

    `stray` are its lines that are no properties; they stand under `other` too.
    """

    plain: dict[str, str]
    emails: list[Value]
    phones: list[Value]
    places: list[list[str]]
    tags: list[str]
    stray: list[str]


def raw_card(lines: Iterable[str]) -> Card:
    """Return a card that cannot be read, with its text under `other`."""
    return Card({"other": "".join(lines)}, [], [], [], [], [])


def read_card(lines: Iterable[str]) -> Card:
    """Return what the lines between BEGIN and END say."""
    found: dict[str, list[Property]] = {}
    stray = []
    for line in properties(lines):
        if isinstance(line, str):
            stray.append(line)
        else:
            found.setdefault(line.name, []).append(line)
    labels = {line.group: _label(line) for line in found.get("X-ABLABEL", ()) if line.group}
    tags = [tag for line in found.get("CATEGORIES", ()) for tag in _listed(line.value, ",")]
    plain = {
        **_name(found),
        **_work(found.get("ORG", ())),
        "job_title": "; ".join(_texts(found, "TITLE")),
        "date_of_birth": _birthday(found.get("BDAY", ())),
        "website": "; ".join(_texts(found, "URL")),
        "nickname": "; ".join(", ".join(_listed(p.value, ",")) for p in found.get("NICKNAME", ())),
        "notes": "\n".join(line.text for line in found.get("NOTE", ()) if line.text),
        "tags": "; ".join(tags),
        "other": "\n".join((*_others(found, labels), *stray)),
    }
    return Card(
        plain,
        [_value(line, labels) for line in found.get("EMAIL", ()) if line.value.strip()],
        [_value(line, labels) for line in found.get("TEL", ()) if line.value.strip()],
        [_place(line.value) for line in found.get("ADR", ())],
        tags,
        stray,
    )


def _name(found: dict[str, list[Property]]) -> dict[str, str]:
    names = {"full_name": next(iter(_texts(found, "FN")), "")}
    for line in found.get("N", ())[:1]:
        parts = fields(line.value, ";")
        names |= {
            column: " ".join(_listed(part, ","))
            for column, part in zip(_NAME_PARTS, parts, strict=False)
        }
    names["full_name"] = names["full_name"] or " ".join(
        filter(None, (names.get(part, "") for part in _SPOKEN))
    )
    return names


def _work(lines: Iterable[Property]) -> dict[str, str]:
    units = [unit for line in list(lines)[:1] for unit in _listed(line.value, ";")]
    company, *departments = units or [""]
    return {"company": company, "department": "; ".join(departments)}


def _texts(found: dict[str, list[Property]], name: str) -> list[str]:
    return list(filter(None, (_single(line.value) for line in found.get(name, ()))))


def _listed(value: str, mark: str) -> list[str]:
    return list(filter(None, map(_single, fields(value, mark))))


def _single(value: str) -> str:
    """Unescape a value in which runs of blanks only come from folds and empty parts."""
    return _BLANKS.sub(" ", unescaped(value)).strip()


def _value(line: Property, labels: dict[str, str]) -> Value:
    label = labels.get(line.group, "") if line.group else ""
    known = next((name for kind, name in _TYPES.items() if kind in line.kinds), "")
    text = _single(line.value).removeprefix("tel:").removeprefix("mailto:")
    return Value(text, known, label, "pref" in line.kinds or "PREF" in line.params)


def _label(line: Property) -> str:
    return _BUILT_IN_LABEL.sub(r"\1", line.text)


def _place(value: str) -> list[str]:
    """Street (with box and extension), city, region, code, country."""
    parts = [", ".join(_listed(part, ",")) for part in fields(value, ";")]
    parts += [""] * (_PLACE_PARTS - len(parts))
    return [", ".join(filter(None, parts[:3])), *parts[3:_PLACE_PARTS]]


def _birthday(lines: Iterable[Property]) -> str:
    """Return the ISO date; `--11-02` where the year is unknown."""
    for line in lines:
        digits = _BIRTHDAY.fullmatch(line.text.strip())
        if not digits:
            return line.text
        unknown = ("--", *line.params.get("X-APPLE-OMIT-YEAR", ()))
        return f"{'-' if digits[1] in unknown else digits[1]}-{digits[2]}-{digits[3]}"
    return ""


def _others(found: dict[str, list[Property]], labels: dict[str, str]) -> Iterator[str]:
    """Yield what has no column, with the label that says what it is, such as `Spouse`."""
    for name, lines in found.items():
        for line in () if name in _KNOWN else lines:
            text = f"({len(line.value)} characters)" if name in _LARGE else line.text
            label = labels.get(line.group, "") if line.group else ""
            yield f"{name} ({label}): {text}" if label else f"{name}: {text}"
