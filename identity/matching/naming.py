"""The names of many pairs at once, in the order of words in which they agree better.

Names with words between the first and the last, or as likely in either order, are left to
`compare.compare_names`, one pair after the other; all else is arithmetic over arrays.
"""

from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from identity.matching.columns import Columns, Numbers
from identity.matching.compare import SWAP_COST, WORTH, Row, compare_names
from identity.matching.frequencies import Frequencies
from identity.matching.leveling import LEVELS, MISSING, Column, Levels, Reals, Words, nothing
from identity.matching.names import DIFFER, LOOSE, SOUND
from identity.matching.sketching import Mask
from identity.matching.types import Person

type _Sides = tuple[Numbers, Numbers]

NAMES: Final = ("given", "family", "order", "middle")
"""The comparisons of a name."""

APART: Final = np.isin(np.arange(len(LEVELS["given"]) + 1), (LOOSE, DIFFER))
"""Whether a level of words, MISSING as the last, leaves room for a better place in the name."""

_WORTH: Final = np.array([*WORTH, 0.0])  # the last for a word that is not told
_SPELT: Final = 2  # words of a name without a middle


class Aligned(NamedTuple):
    """The columns of the names, and which pairs need a closer look.

    `unsure` are those of no better order, `longer` and `both` those of whom one or both have
    further words.
    """

    columns: dict[str, Column]
    unsure: Mask
    longer: Mask
    both: Mask


class _Order(NamedTuple):
    """Given and family names of both, how they stand, and which pairs have them swapped."""

    givens: _Sides
    families: _Sides
    given: Levels
    family: Levels
    swapped: Mask


class Names:
    """Compares the names of people that stand in columns."""

    def __init__(self, known: Frequencies, people: Columns) -> None:
        self._known = known
        self._people = people
        self._words = Words(people.texts["name"]).compare
        self._bits: dict[str, Reals] = {}

    def compare(
        self, left: Numbers, right: Numbers
    ) -> tuple[dict[str, Column], dict[int, list[Row]]]:
        """Return the columns of the names, and the rows of those compared one by one."""
        columns, unsure, longer, both = self.align(left, right)
        apart = APART[columns["given"].level] | APART[columns["family"].level]
        odd = unsure | (longer & apart) | both
        return columns, self._one_by_one(np.flatnonzero(odd), columns, left, right)

    def align(self, left: Numbers, right: Numbers) -> Aligned:
        """Return the columns of the first and last words."""
        people = self._people
        mine, other = (
            (people.given.first(side), people.family.last(side)) for side in (left, right)
        )
        aligned, unsure = self._aligned(mine, other)
        columns = {
            "given": self._word_column(aligned.given, aligned.givens),
            "family": self._word_column(aligned.family, aligned.families),
            "order": nothing(len(left)),
            "middle": nothing(len(left)),
        }
        columns["order"].level[aligned.swapped] = 0
        longer = [
            people.given.sizes(side) + people.family.sizes(side) > _SPELT for side in (left, right)
        ]
        return Aligned(columns, unsure, longer[0] | longer[1], longer[0] & longer[1])

    def _word_column(self, level: Levels, words: _Sides) -> Column:
        bits = self._bits_of("name")
        agreed = np.where(level == MISSING, 0.0, np.minimum(bits[words[0]], bits[words[1]]))
        return Column(level, agreed, *words, "name")

    def _aligned(self, mine: _Sides, other: _Sides) -> tuple[_Order, Mask]:
        """Return the names in the better order, and which pairs are unsure of it.

        As `compare` does it; where both orders are as likely the texts decide, one by one.
        """
        (first, last), (head, tail) = mine, other
        given, family = self._words(first, head), self._words(last, tail)
        swapped = self._swapped(mine, other, given, family)
        unsure = np.zeros(len(given), bool)
        at = np.flatnonzero(swapped)
        if not len(at):
            return _Order((first, head), (last, tail), given, family, swapped), unsure
        ends = first[at], last[at], head[at], tail[at]
        turned, unsure[at] = self._turned(*ends)
        givens, families = (first.copy(), head.copy()), (last.copy(), tail.copy())
        first, last, head, tail = ends
        givens[0][at], givens[1][at] = np.where(turned, (last, head), (first, tail))
        families[0][at], families[1][at] = np.where(turned, (first, tail), (last, head))
        given[at] = self._words(givens[0][at], givens[1][at])
        family[at] = self._words(families[0][at], families[1][at])
        return _Order(givens, families, given, family, swapped), unsure

    def _turned(
        self, first: Numbers, last: Numbers, head: Numbers, tail: Numbers
    ) -> tuple[Mask, Mask]:
        """Tell of swapped names where the second order is the likelier, and where neither is."""
        one = self._order_bits(np.where(first, first, tail), np.where(last, last, head))
        two = self._order_bits(np.where(last, last, head), np.where(first, first, tail))
        return one > two, one == two

    def _order_bits(self, given: Numbers, family: Numbers) -> Reals:
        """Return how unusual it is to bear these words as first and as last name."""
        bits: Reals = self._bits_of("given")[given] + self._bits_of("family")[family]
        return bits

    def _swapped(self, mine: _Sides, other: _Sides, given: Levels, family: Levels) -> Mask:
        """Tell of which pairs the words, of these levels as they stand, agree better crosswise."""
        (first, last), (head, tail) = mine, other
        swapped = np.zeros(len(given), bool)
        rest = np.flatnonzero(~((given >= 0) & (given <= SOUND) & (family <= SOUND)))
        straight = _WORTH[given[rest]] + _WORTH[family[rest]]
        crosswise = -SWAP_COST + _WORTH[self._words(first[rest], tail[rest])]
        still = crosswise + max(WORTH) > straight
        rest, straight, crosswise = rest[still], straight[still], crosswise[still]
        crosswise = crosswise + _WORTH[self._words(last[rest], head[rest])]
        swapped[rest] = crosswise > straight
        return swapped

    def _one_by_one(
        self,
        odd: NDArray[np.int64],
        columns: dict[str, Column],
        left: Numbers,
        right: Numbers,
    ) -> dict[int, list[Row]]:
        named = {}
        name = cache(self._name)
        for pair in odd.tolist():
            rows = compare_names(name(left[pair]), name(right[pair]), self._known)
            named[pair] = rows
            for comparison in NAMES:
                columns[comparison].level[pair] = MISSING
            for row in rows:
                column = columns[row.comparison]
                column.level[pair] = LEVELS[row.comparison].index(row.level)
                column.bits[pair] = row.bits
        return named

    def _name(self, person: int) -> Person:
        people = self._people
        return Person(people.words(people.given, person), people.words(people.family, person))

    def _bits_of(self, field: str) -> Reals:
        if field not in self._bits:
            texts = self._people.texts["name"]
            self._bits[field] = np.array(self._known.bits_of(field, texts))
        return self._bits[field]
