"""The scorer: points of many pairs at once, by columns.

    scorer = Scorer(model, known, columns_of(people))
    pairs = scorer.weigh(left, right)              # positions among the people
    pairs.points, pairs.rows(3), pairs.levels(3)

A pair has the rows, and to the last bit the points, that `compare.compare_people` and
`Model.points` give it. Names in another order or with words between the first and the last are
left to `compare.compare_names`, one pair after the other; all else is arithmetic over arrays.
"""

from collections.abc import Callable
from functools import cache
from math import log2
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from identity.matching import fields
from identity.matching.columns import SEVERAL, SINGLE, Columns, Numbers
from identity.matching.compare import SWAP_COST, WORTH, Row, compare_names
from identity.matching.features import MEETING
from identity.matching.frequencies import Frequencies
from identity.matching.leveling import (
    LEVELS,
    MISSING,
    Levels,
    Mask,
    Words,
    compare_column,
    levels_of,
)
from identity.matching.model import Model
from identity.matching.names import DIFFER, LOOSE, SOUND
from identity.matching.types import Person

type Reals = NDArray[np.float64]
type _Sides = tuple[Numbers, Numbers]
type _Chosen = tuple[Levels, Numbers, Numbers]

COUNTED: Final = frozenset({"phone", "email", "id", "street"})
"""Fields whose commonness is counted among those compared, not in the whole population."""

_WORTH: Final = np.array([*WORTH, 0.0])  # the last for a word that is not told
_SPELT: Final = 2  # words of a name without a middle
_COMPARE: Final[dict[str, Callable[..., tuple[str, str, str]]]] = {
    "phone": fields.compare_phones,
    "email": fields.compare_emails,
    "id": fields.compare_ids,
}


class Column(NamedTuple):
    """One comparison of all pairs: level, bits, and the numbers of both values in `field`."""

    level: Levels
    bits: Reals
    left: Numbers
    right: Numbers
    field: str


class Pairs(NamedTuple):
    """Compared pairs: their points without the prior, and what they are made of."""

    points: Reals
    columns: dict[str, Column]
    named: dict[int, list[Row]]  # of names that were compared one by one
    people: Columns
    left: Numbers
    right: Numbers

    def rows(self, pair: int) -> list[Row]:
        """Return the comparison rows of a pair."""
        told = list(self.named.get(pair, ()))
        for comparison, column in self.columns.items():
            level = column.level[pair]
            if level != MISSING and not (comparison in _NAMES and pair in self.named):
                values = self._values(comparison, column, pair)
                bits = float(column.bits[pair])
                told.append(Row(comparison, levels_of(comparison)[level], bits, *values))
        return told

    def _values(self, comparison: str, column: Column, pair: int) -> tuple[str, str]:
        people = self.people
        if comparison == "order":
            return people.name(self.left[pair]), people.name(self.right[pair])
        texts = people.texts[column.field]
        return texts[column.left[pair]], texts[column.right[pair]]

    def levels(self, pair: int) -> dict[str, str]:
        """Return the level of every comparison of a pair."""
        return {
            comparison: levels_of(comparison)[column.level[pair]]
            for comparison, column in self.columns.items()
            if column.level[pair] != MISSING
        }


_NAMES: Final = ("given", "family", "order", "middle")


class Scorer:
    """Weighs pairs of people that stand in columns."""

    def __init__(self, model: Model, known: Frequencies, people: Columns) -> None:
        self._model = model
        self._known = known
        self._people = people
        self._bits: dict[str, Reals] = {}
        self._vocabulary = Words(people.texts["name"])

    def weigh(self, left: Numbers, right: Numbers, case: Numbers | None = None) -> Pairs:
        """Return the pairs of people at these positions, compared.

        `case` numbers the search a pair belongs to, ascending from 0; all pairs of one have the
        same person on the left. Numbers and e-mails are then counted within it.
        """
        columns, named = self._names(left, right)
        for field in SEVERAL:
            chosen = self._several(field, left, right)
            told = (chosen[0] != MISSING).any()
            columns[field] = (
                self._column(field, chosen, left, right, case) if told else _nothing(len(left))
            )
        extras = [field for field in self._people.single if field not in SINGLE]
        for field in (*SINGLE, *extras):
            numbers = self._people.single[field]
            mine, other = numbers[left], numbers[right]
            if not (mine.any() and other.any()):
                columns[field] = _nothing(len(left))
                continue
            level = compare_column(field, self._people.texts[field], mine, other)
            columns[field] = self._column(field, (level, mine, other), left, right, case)
        return Pairs(self._points(columns, len(left)), columns, named, self._people, left, right)

    def _points(self, columns: dict[str, Column], count: int) -> Reals:
        total = np.zeros(count)
        for comparison, column in columns.items():
            if not (column.level != MISSING).any():
                continue
            base, slope = np.array(self._model.lines_of(comparison, levels_of(comparison))).T
            total += base[column.level] + slope[column.level] * column.bits
        return total + self._meetings(columns, count)

    def _meetings(self, columns: dict[str, Column], count: int) -> Reals:
        """Return what the interactions add; each combination of levels is looked up once."""
        combined = np.zeros(count, np.int64)
        for comparison in MEETING:
            size = len(LEVELS[comparison]) + 1
            combined = combined * size + (columns[comparison].level + 1)
        met, back = np.unique(combined, return_inverse=True)
        return np.array([self._model.met(self._combination(one)) for one in met.tolist()])[back]

    @staticmethod
    def _combination(combined: int) -> tuple[str | None, ...]:
        told: list[str | None] = []
        for comparison in reversed(MEETING):
            combined, level = divmod(combined, len(LEVELS[comparison]) + 1)
            told.append(LEVELS[comparison][level - 1] if level else None)
        return tuple(reversed(told))

    def _column(
        self, field: str, chosen: _Chosen, left: Numbers, right: Numbers, case: Numbers | None
    ) -> Column:
        level, mine, other = chosen
        if case is None or field not in COUNTED:
            bits = self._agreed(field, mine, other)
        else:
            bits = self._counted(field, mine, other, left, right, case)
        return Column(level, np.where(level == MISSING, 0.0, bits), mine, other, field)

    def _agreed(self, field: str, mine: Numbers, other: Numbers) -> Reals:
        bits = self._bits_of(field, field)
        agreed: Reals = np.minimum(bits[mine], bits[other])
        return agreed

    def _bits_of(self, field: str, vocabulary: str) -> Reals:
        """Return what each text of a vocabulary tells as a value of the field."""
        if field not in self._bits:
            texts = self._people.texts[vocabulary]
            self._bits[field] = np.array(self._known.bits_of(field, texts))
        return self._bits[field]

    def _counted(
        self,
        field: str,
        mine: Numbers,
        other: Numbers,
        left: Numbers,
        right: Numbers,
        case: Numbers,
    ) -> Reals:
        """Return what agreements tell where values are counted among the people of each case."""
        size = len(self._people.texts[field])
        first = np.flatnonzero(np.diff(case, prepend=-1))
        people = np.concatenate([left[first], right])
        cases = np.concatenate([case[first], case])
        places, numbers = self._spread(field, people)
        held = cases[places].astype(np.int64) * size + numbers
        held, counts = np.unique(held[numbers > 0], return_counts=True)
        if not len(held):
            return np.zeros(len(left))
        table = np.array([self._known.rare - log2(max(n, 1)) for n in range(counts.max() + 1)])

        def bits(values: Numbers) -> Reals:
            at = np.searchsorted(held, case.astype(np.int64) * size + values)
            told: Reals = table[counts[np.minimum(at, len(held) - 1)]]
            return told

        agreed: Reals = np.minimum(bits(mine), bits(other))
        return agreed

    def _spread(self, field: str, people: Numbers) -> tuple[NDArray[np.int64], Numbers]:
        if field in self._people.several:
            return self._people.several[field].spread(people)
        return np.arange(len(people)), self._people.single[field][people]

    def _several(self, field: str, left: Numbers, right: Numbers) -> _Chosen:
        """Return level and values of pairs; who has several numbers is compared one by one."""
        lists, texts = self._people.several[field], self._people.texts[field]
        mine, other = lists.first(left), lists.first(right)
        level = compare_column(field, texts, mine, other)
        sizes = lists.sizes(left) * lists.sizes(right)
        for pair in np.flatnonzero(sizes > 1).tolist():
            one, two = lists.of(left[pair]), lists.of(right[pair])
            told, *values = _COMPARE[field](
                tuple(texts[number] for number in one), tuple(texts[number] for number in two)
            )
            level[pair] = LEVELS[field].index(told)
            mine[pair] = next(number for number in one if texts[number] == values[0])
            other[pair] = next(number for number in two if texts[number] == values[1])
        return level, mine, other

    def _names(
        self, left: Numbers, right: Numbers
    ) -> tuple[dict[str, Column], dict[int, list[Row]]]:
        """Return the columns of the names, and the rows of those compared one by one."""
        people = self._people
        mine, other = (
            (people.given.first(side), people.family.last(side)) for side in (left, right)
        )
        givens, families, swapped, unsure = self._aligned(mine, other)
        columns = {
            "given": self._word_column(givens),
            "family": self._word_column(families),
            "order": _nothing(len(left)),
            "middle": _nothing(len(left)),
        }
        columns["order"].level[swapped] = 0
        longer = [
            people.given.sizes(side) + people.family.sizes(side) > _SPELT for side in (left, right)
        ]
        apart = _APART[columns["given"].level] | _APART[columns["family"].level]
        odd = unsure | ((longer[0] | longer[1]) & apart) | (longer[0] & longer[1])
        return columns, self._one_by_one(np.flatnonzero(odd), columns, left, right)

    def _word_column(self, words: _Sides) -> Column:
        bits = self._bits_of("name", "name")
        level = self._words(*words)
        agreed = np.where(level == MISSING, 0.0, np.minimum(bits[words[0]], bits[words[1]]))
        return Column(level, agreed, *words, "name")

    def _words(self, left: Numbers, right: Numbers) -> Levels:
        return self._vocabulary.compare(left, right)

    def _aligned(self, mine: _Sides, other: _Sides) -> tuple[_Sides, _Sides, Mask, Mask]:
        """Return given names, family names, which pairs have them swapped, and who is unsure.

        As `compare` does it; where both orders are as likely the texts decide, one by one.
        """
        (first, last), (head, tail) = mine, other
        swapped = self._swapped(mine, other)
        one = self._order_bits(np.where(first, first, tail), np.where(last, last, head))
        two = self._order_bits(np.where(last, last, head), np.where(first, first, tail))
        turned, crossed = swapped & (one > two), swapped & (one <= two)
        givens = (
            np.where(turned, last, first),
            np.where(turned, head, np.where(crossed, tail, head)),
        )
        families = (
            np.where(turned, first, last),
            np.where(turned, tail, np.where(crossed, head, tail)),
        )
        return givens, families, swapped, swapped & (one == two)

    def _order_bits(self, given: Numbers, family: Numbers) -> Reals:
        """Return how unusual it is to bear these words as first and as last name."""
        bits: Reals = (
            self._bits_of("given", "name")[given] + self._bits_of("family", "name")[family]
        )
        return bits

    def _swapped(self, mine: _Sides, other: _Sides) -> Mask:
        """Tell of which pairs the words agree better crosswise."""
        (first, last), (head, tail) = mine, other
        given, family = self._words(first, head), self._words(last, tail)
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
            for comparison in _NAMES:
                columns[comparison].level[pair] = MISSING
            for row in rows:
                column = columns[row.comparison]
                column.level[pair] = LEVELS[row.comparison].index(row.level)
                column.bits[pair] = row.bits
        return named

    def _name(self, person: int) -> Person:
        people = self._people
        return Person(people.words(people.given, person), people.words(people.family, person))


def _nothing(count: int) -> Column:
    zeros = np.zeros(count, np.int32)
    return Column(np.full(count, MISSING, np.int8), np.zeros(count), zeros, zeros, "name")


_APART: Final = np.isin(np.arange(len(LEVELS["given"]) + 1), (LOOSE, DIFFER))
"""Whether a level of words, MISSING as the last, leaves room for a better place in the name."""
