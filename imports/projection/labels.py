"""What a row itself says of its numbers and addresses: `Phone 1 - Label` beside `Phone 1 - Value`.

A card read as a row has `phone_1_type` beside `phone_1`.

Address books export one pair of columns for each place; a fax or an office line stands in whatever
pair was free, so that the kind belongs to the row and not to the column.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

FAX = "fax"
ELSEWHERE = frozenset({FAX, "assistant", "other"})  # whatever the number is
SWITCHBOARD = frozenset({"work", "office", "main", "company"})  # unless it is a mobile
WORDS = {
    "fax": FAX,
    "pager": "other",
    "mobile": "mobile",
    "cell": "mobile",
    "iphone": "mobile",
    "main": "main",
    "work": "work",
    "office": "work",
    "business": "work",
    "home": "home",
    "other": "other",
}
_SIDE = re.compile(r"(.{1,80}) - (value|label|type)", re.IGNORECASE)
_OF_CARDS = re.compile(r"((?:phone|email)_[0-9]+)(_type)?")
_LETTERS = re.compile(r"[a-z]+")


class Headed(Protocol):
    """A column as far as pairs are told by it."""

    @property
    def position(self) -> int:
        """Its place in the file, from 0."""

    @property
    def header(self) -> str:
        """What stands above it."""


def labels_beside(columns: Sequence[Headed]) -> dict[int, int]:
    """Return the position of each column of values with that of the column of its labels."""
    values: dict[str, int] = {}
    labels: dict[str, int] = {}
    for column in columns:
        if found := _SIDE.fullmatch(column.header.strip()):
            side = values if found[2].lower() == "value" else labels
            side.setdefault(found[1].lower(), column.position)
        elif found := _OF_CARDS.fullmatch(column.header):
            (labels if found[2] else values).setdefault(found[1], column.position)
    return {at: labels[name] for name, at in values.items() if name in labels}


def labels_in(cells: Sequence[str], pairs: Mapping[int, int]) -> dict[int, str]:
    """Return the labels a row gives its values, by their positions, where the word is known."""
    given = {at: _label(cells[beside]) for at, beside in pairs.items() if beside < len(cells)}
    return {at: label for at, label in given.items() if label}


def identifies(kind: str, label: str) -> bool:
    """Return whether a number of this kind tells one person, under what its column or row says.

    A mobile of the office is carried by somebody; a landline answers for a house. A plan that does
    not tell the two apart leaves an office's number to the office.
    """
    if kind == "fixed" or label in ELSEWHERE:
        return False
    return kind == "mobile" or label not in SWITCHBOARD


def _label(text: str) -> str:
    """Return the label a text stands for: `Home Fax` and `* Work` are `fax` and `work`."""
    said = set(_LETTERS.findall(text.lower()))
    return next((label for word, label in WORDS.items() if word in said), "")
