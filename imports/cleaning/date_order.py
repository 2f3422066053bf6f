"""Which component of a numeric date is the day: decided once for a whole column."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from imports.cleaning.text import ascii_marks, unguarded


class DateFormat(StrEnum):
    """The order of the components in a column of numeric dates."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    YEAR_FIRST = "ymd"


MONTHS_IN_YEAR: Final = 12
YEAR_DIGITS: Final = 4

_NUMERIC: Final = re.compile(r"([0-9]{1,4})[./ -]+([0-9]{1,2})(?![0-9])(?:[./ -]+[0-9]{2,4})?")
_MONTH_FIRST_REGIONS: Final = frozenset({"US", "PH", "FM", "MH", "PW"})
_YEAR_FIRST_REGIONS: Final = frozenset({"CN", "JP", "KR", "KP", "TW", "HU", "LT", "MN", "SE"})
_ASK_REGIONS: Final = frozenset({"CA", "EN"})  # Canada writes all three; English is no region
_REGION_LETTERS: Final = 2


def decide_date_order(samples: Iterable[str], hint: str | None = None) -> DateFormat | None:
    """Return the one format of a column, or None when a person has to say.

    A component above 12 decides; a column that contradicts itself is asked about. `hint` is a
    format (`dmy`), a region (`IN`) or a locale (`en-US`) and counts only when no cell decides.
    """
    votes = {_vote(found[1], found[2]) for found in map(_numeric, samples) if found}
    orders = votes - {DateFormat.YEAR_FIRST, None}
    if len(orders) > 1:
        return None
    if orders:
        return orders.pop()
    return DateFormat.YEAR_FIRST if votes == {DateFormat.YEAR_FIRST} else _hinted(hint)


def _numeric(sample: str) -> re.Match[str] | None:
    """Return the leading numeric date of a cell."""
    return _NUMERIC.match(unguarded(ascii_marks(sample)).strip())


def _vote(first: str, second: str) -> DateFormat | None:
    """Return what one numeric date proves about its column, None if nothing."""
    if len(first) == YEAR_DIGITS:
        return DateFormat.YEAR_FIRST
    if int(first) > MONTHS_IN_YEAR >= int(second):
        return DateFormat.DAY_FIRST
    if int(second) > MONTHS_IN_YEAR >= int(first):
        return DateFormat.MONTH_FIRST
    return None


def _hinted(hint: str | None) -> DateFormat | None:
    """Return the format a hint stands for."""
    if not hint:
        return None
    if hint.lower() in set(DateFormat):
        return DateFormat(hint.lower())
    region = re.split(r"[-_]", hint.upper())[-1]
    if len(region) != _REGION_LETTERS or region in _ASK_REGIONS:
        return None
    if region in _MONTH_FIRST_REGIONS:
        return DateFormat.MONTH_FIRST
    return DateFormat.YEAR_FIRST if region in _YEAR_FIRST_REGIONS else DateFormat.DAY_FIRST
