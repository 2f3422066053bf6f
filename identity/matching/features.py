"""What a pair's rows amount to for the model: levels, rarity, and levels that meet.

The independence that a plain Fellegi-Sunter sum assumes is wrong for people: families share a
surname, a street and a phone. So what a name says is also read together with what the phone,
e-mail, date of birth, street and place say.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from identity.matching.compare import Row

_GIVEN: Final = {
    "same": "S", "sound": "S", "nick": "N", "typo": "N", "cross": "N", "loose": "I",
    "initial": "I", "differ": "D",
}  # fmt: skip
_FAMILY: Final = {
    "same": "S", "sound": "S", "typo": "S", "nick": "I", "loose": "I", "initial": "I",
    "cross": "I", "differ": "D",
}  # fmt: skip
_STANDS: Final = {
    "phone": {"same": "same", "near": "near", "differ": "differ"},
    "email": {"same": "same", "local": "near", "slip": "near", "near": "near", "differ": "differ"},
    "born": {"same": "same", "near": "near", "year": "differ", "differ": "differ"},
    "street": {"same": "same", "near": "same", "street": "differ", "differ": "differ"},
    "postal": {"same": "same", "near": "near", "area": "differ", "differ": "differ"},
}  # fmt: skip
_MEET: Final = (
    ("phone", "email"),
    ("phone", "born"),
    ("email", "born"),
    ("phone", "street"),
    ("postal", "born"),
)
MEETING: Final = ("given", "family", *_STANDS)
"""The comparisons whose levels are read together."""

RISING: Final = frozenset(
    {
        "same", "sound", "nick", "typo", "loose", "initial", "cross", "near", "local", "slip",
        "street",
    }
)  # fmt: skip
"""Levels of agreement: rarer values tell more."""

MISSING: Final = "missing"


def name_group(levels: Mapping[str, str]) -> str:
    """Return how a pair's given and family names stand, a letter each; M where one has none."""
    given = _GIVEN.get(levels.get("given", ""), "M")
    return given + _FAMILY.get(levels.get("family", ""), "M")


def meetings(levels: Mapping[str, str]) -> tuple[str, ...]:
    """Return the interactions of a pair: what its levels are together."""
    stands = tuple(known.get(levels.get(field, ""), MISSING) for field, known in _STANDS.items())
    return _meetings(name_group(levels), stands)


@cache
def _meetings(group: str, stands: tuple[str, ...]) -> tuple[str, ...]:
    by_field = dict(zip(_STANDS, stands, strict=True))
    found = [f"{group} {field}:{stand}" for field, stand in by_field.items()]
    for left, right in _MEET:
        if by_field[left] != MISSING and by_field[right] != MISSING:
            found.append(f"{left}:{by_field[left]} {right}:{by_field[right]}")
    return tuple(found)


def levels_of(rows: Iterable[Row]) -> dict[str, str]:
    """Return the level of every comparison of a pair."""
    return {row.comparison: row.level for row in rows}
