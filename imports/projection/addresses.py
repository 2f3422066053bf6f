"""From the cells of a row to postal addresses: one of a kind, never parts of two in one.

A file that has a street, a city and so on for the office and once more for home says two
addresses. `row.address` holds the one at home, `row.others` those of other kinds.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from imports.cleaning import clean_text, clean_word
from imports.cleaning.countries import country_code
from imports.cleaning.result import Issue
from imports.projection.state import HOME, Column, Handler, Projected, park, release, settle, wait

WORK, BILLING, OTHER = "work", "billing", "other"
ENDS: Final = ("postal_code", "region", "city")  # what an address in one cell may end with
PARTS: Final = frozenset(
    f"contact.{name}"
    for name in ("address_full", "street", "city", "state", "postal_code", "country")
)
KINDS: Final = {
    "": HOME, "home": HOME, "mailing": HOME, "work": WORK, "office": WORK, "business": WORK,
    "billing": BILLING,
}  # fmt: skip
# more than two of one kind say nothing a place could be found for
NOWHERE: Final = ""
_WHOLE: Final = {HOME: "address_full"} | {
    place: f"address_full_{place}" for place in (WORK, BILLING, OTHER)
}
_NUMBERED: Final = re.compile(r"\s*address[ _]+([2-9])[ _]*-?[ _]*[a-z]", re.IGNORECASE)


class Placed(Protocol):
    """A column as far as its place goes."""

    @property
    def position(self) -> int:
        """Where the column stands."""

    @property
    def header(self) -> str:
        """What it is called."""

    @property
    def target(self) -> str:
        """The field it is read as."""

    @property
    def attrs(self) -> dict[str, Any]:
        """Of which kind the address is, as the header says."""


def places_of(columns: Sequence[Placed]) -> dict[int, str]:
    """Return the kind of address each column is a part of, by position.

    Columns are told apart only where the file has one part of an address more than once.
    """
    parts = [column for column in columns if column.target in PARTS]
    sets = {column.position: _set(column) for column in parts}
    by_target: dict[str, set[str]] = {}
    for column in parts:
        by_target.setdefault(column.target, set()).add(sets[column.position])
    if all(len(found) == 1 for found in by_target.values()):
        return dict.fromkeys(sets, HOME)
    kinds = _kinds(dict.fromkeys(sets.values()))
    return {position: kinds[name] for position, name in sets.items()}


def _set(column: Placed) -> str:
    numbered = _NUMBERED.match(column.header)
    return numbered[1] if numbered else str(column.attrs.get("type", ""))


def _kinds(sets: dict[str, None]) -> dict[str, str]:
    """Give each set of parts a kind of its own; columns without a word are those at home."""
    given: dict[str, str] = {}
    for name in sorted(sets, key=lambda each: (each != "home", each != "")):
        kind = KINDS.get(name, OTHER)
        taken = kind in given.values() and not (name == "" and kind == HOME)
        if taken:
            kind = NOWHERE if OTHER in given.values() else OTHER
        given[name] = kind
    return given


def part(name: str) -> Handler:
    """Return the handler that puts the cleaned text into a part of its address."""

    def handle(row: Projected, column: Column, raw: str) -> None:
        if column.place == NOWHERE:
            park(row, column, raw)
            return
        parts, value = _parts_at(row, column.place), clean_word(raw)
        known = parts.get(name)
        if known and known != value:
            park(row, column, raw)
            return
        parts[name] = value

    return handle


def street(row: Projected, column: Column, raw: str) -> None:
    """Take a line of the address; what a second column says follows it."""
    if column.place == NOWHERE:
        park(row, column, raw)
        return
    parts, value = _parts_at(row, column.place), clean_text(raw)
    known = parts.get("lines")
    parts["lines"] = f"{known}, {value}" if known else value


def country(row: Projected, column: Column, raw: str) -> None:
    """Take the country of the address."""
    code = country_code(raw)
    if code is None:
        issue = Issue("unknown_country", "This is no country we know")
        settle(row, column, raw, (issue,), ok=False)
        return
    if column.place == NOWHERE or _parts_at(row, column.place).setdefault("country", code) != code:
        park(row, column, raw)


def whole(row: Projected, column: Column, raw: str) -> None:
    """Take an address in one cell; it says nothing new where other columns hold its parts."""
    name = _WHOLE.get(column.place, "")
    if not name or name in row.extra:
        park(row, column, raw)
        return
    row.extra[name] = clean_text(raw)
    wait(row, name)


def finish(row: Projected) -> None:
    """Put each address together and let the first be the row's, with its kind unless at home."""
    for place, name in _WHOLE.items():
        if name in row.extra:
            _finish_whole(row, place)
    if row.others:
        row.others = {place: parts for place, parts in row.others.items() if parts}
    if not row.address and row.others:
        place = next(iter(row.others))
        row.address = {"kind": place, **row.others.pop(place)}
    elif "country" in row.address:
        row.entity.setdefault("residence_country", row.address["country"])


def addresses_of(extra: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the addresses among the values of a row that was kept, each with its parts."""
    return [*filter(None, [extra.get("_address")]), *extra.get("_addresses", ())]


def _finish_whole(row: Projected, place: str) -> None:
    """Take an address in one cell where no column gives its street, without what others give."""
    name = _WHOLE[place]
    parts = row.address if place == HOME else row.others.get(place, {})
    taken = "lines" not in parts
    if taken:
        lines = str(row.extra.pop(name))
        ends = [parts[each].casefold() for each in ENDS if parts.get(each)]
        while end := next((each for each in ends if lines.casefold().endswith(each)), ""):
            lines = lines[: -len(end)].rstrip(" ,;-")
        if lines:
            _parts_at(row, place)["lines"] = lines
    release(row, name, taken=taken)


def _parts_at(row: Projected, place: str) -> dict[str, str]:
    return row.address if place == HOME else row.others.setdefault(place, {})


HANDLERS: dict[str, Handler] = {
    "contact.address_full": whole,
    "contact.street": street,
    "contact.city": part("city"),
    "contact.state": part("region"),
    "contact.postal_code": part("postal_code"),
    "contact.country": country,
}
