"""Values handed out in series: numbers one after the other, mailboxes that count.

`+971 4 555 0101` to `0140` are an office's, and `user1@` to `user300@` a system's. Among such
values a slip of a digit is no slip: every one of them is a digit away from many others.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from identity.matching.types import Series

type Mask = NDArray[np.bool_]

_COUNTED: Final = 4  # last characters in which a series counts
_MANY: Final = 3  # others a digit away: chance brings a number no more than one of them
_DIGITS: Final = str.maketrans("", "", "0123456789")
_END: Final = "\0"  # of a value among others


def in_series(field: str, values: Iterable[str]) -> Mask:
    """Return which of some different values of a field stand among many that count alike."""
    told = list(values)
    look = _LOOKS.get(field)
    return look(told) if look and len(told) > _MANY else np.zeros(len(told), bool)


def series_among(values: Mapping[str, Iterable[str]]) -> dict[str, Series]:
    """Return by field which of the values, each told any number of times, stand in series."""
    found = {}
    for field in SERIES:
        told = list(dict.fromkeys(values[field]))
        found[field] = frozenset(told[place] for place in np.flatnonzero(in_series(field, told)))
    return found


def _digits_away(values: Sequence[str]) -> Mask:
    """Tell which have many others that differ in one of their last characters."""
    begun = np.array([hash(value[:-_COUNTED]) for value in values], np.int64)
    told = _alike(begun) > _MANY
    close = np.flatnonzero(told)  # of many numbers, few begin as many others do
    ends = [values[place][-_COUNTED:].rjust(_COUNTED) for place in close.tolist()]
    codes = np.array(ends, f"U{_COUNTED}").view(np.uint32).reshape(len(close), _COUNTED)
    letters, around = codes.astype(np.int64), np.zeros(len(close), np.int64)
    for place in range(_COUNTED):
        others = letters.copy()
        others[:, place] = 0
        around += _alike(_mixed(begun[close], others)) - 1
    told[close] = around >= _MANY
    return told


def _mixed(begun: NDArray[np.int64], letters: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return one number for the beginning and the letters behind it."""
    mixed = begun
    for place in range(_COUNTED):
        mixed = mixed * np.int64(0x100000001B3) + letters[:, place]
    return mixed


def _alike(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many of the numbers are the same as each."""
    order = np.argsort(numbers)
    held = numbers[order]
    begins = np.flatnonzero(np.append(True, held[1:] != held[:-1]))
    sizes = np.diff(begins, append=len(held))
    counts = np.empty(len(numbers), np.int64)
    counts[order] = np.repeat(sizes, sizes)
    return counts


def _counting(values: Sequence[str]) -> Mask:
    """Tell which are the same as many others but for their digits."""
    bare = _without_digits(values)
    counts = Counter(bare)
    pairs = zip(values, bare, strict=True)
    many = (value != rest and counts[rest] > _MANY for value, rest in pairs)
    return np.fromiter(many, bool, len(bare))


def _without_digits(values: Sequence[str]) -> list[str]:
    """Return the values without digits, by one call for all: one each takes many times as long."""
    bare = _END.join(values).translate(_DIGITS).split(_END)
    return bare if len(bare) == len(values) else [value.translate(_DIGITS) for value in values]


_LOOKS: Final[dict[str, Callable[[Sequence[str]], Mask]]] = {
    "phone": _digits_away,
    "email": _counting,
    "id": _digits_away,
}
"""How a field counts; of other fields nothing does."""

SERIES: Final = tuple(_LOOKS)
"""The fields whose values may stand in series."""
