"""How common a value is: agreeing on a rare name says more than agreeing on a common one."""

from collections.abc import Iterable, Mapping
from math import log2
from typing import Final

from identity.matching.types import NO_SERIES, Series

FIELDS: Final = tuple(
    "name given family phone email born street postal city locality company gender id".split()  # noqa: SIM905 -- a word list reads better
)


UNSEEN: Final = 200
"""People that every population is taken to have beyond those at hand.

Of five people two may share a name, and yet it is not a name of every second person.
"""


_NO_VALUES: Final[Mapping[str, float]] = {}


class Frequencies:
    """Counts of values by field in a population of `total` people, and those that count on."""

    def __init__(
        self,
        total: int,
        counts: Mapping[str, Mapping[str, int]],
        series: Mapping[str, Series] | None = None,
    ) -> None:
        self._series = series or {}
        self.total = max(total, 2)
        self.rare = log2(self.total + UNSEEN)
        """The bits of a value that only one person has."""
        self._bits = {
            field: {value: self.rare - log2(count) for value, count in values.items() if count > 1}
            for field, values in counts.items()
        }

    def bits(self, field: str, value: str) -> float:
        """Return what an agreement on the value tells: -log2 of its share of the people."""
        return self._bits.get(field, {}).get(value, self.rare)

    def bits_of(self, field: str, values: Iterable[str]) -> list[float]:
        """Return the bits of many values of a field."""
        table, rare = self._bits.get(field, _NO_VALUES), self.rare
        return [table.get(value, rare) for value in values]

    def series(self, field: str) -> Series:
        """Return the values of a field that stand in series, of which a slip tells nothing."""
        return self._series.get(field, NO_SERIES)

    def agreed(self, field: str, mine: str, other: str) -> float:
        """Return what agreement tells; of two spellings the commoner one is the likelier truth."""
        table, rare = self._bits.get(field, _NO_VALUES), self.rare
        told = table.get(mine, rare)
        return told if mine == other else min(told, table.get(other, rare))

    def with_counts(
        self, counts: Mapping[str, Mapping[str, int]], series: Mapping[str, Series]
    ) -> "Frequencies":
        """Return the frequencies with the values of some fields counted otherwise."""
        counted = Frequencies(self.total, counts, series)
        counted._bits = self._bits | counted._bits
        return counted
