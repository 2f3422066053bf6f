"""The scorer: points of many pairs at once, by columns.

    scorer = Scorer(model, known, columns_of(people))
    pairs = scorer.weigh(left, right)              # positions among the people
    pairs.points, pairs.rows([3]), pairs.levels(3)

A pair has the rows, and to the last bit the points, that `compare.compare_people` and
`Model.points` give it. Names in another order or with words between the first and the last are
left to `compare.compare_names`, one pair after the other; all else is arithmetic over arrays.
"""

from collections.abc import Sequence
from math import log2
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from identity.matching import compare
from identity.matching.columns import SEVERAL, SINGLE, Columns, Numbers, distinct
from identity.matching.compare import Row
from identity.matching.features import MEETING
from identity.matching.frequencies import Frequencies
from identity.matching.leveling import (
    LEVELS,
    MISSING,
    Column,
    Levels,
    Reals,
    Values,
    levels_of,
    nothing,
)
from identity.matching.model import Model
from identity.matching.naming import APART, NAMES, Names
from identity.matching.sieving import Known, Sieve, first_open
from identity.matching.sketching import Mask

type _Places = NDArray[np.int64]
type _Chosen = tuple[Levels, Numbers, Numbers]

_SKETCHED: Final = {
    "born": first_open("born") + 1,
    "street": LEVELS["street"].index("differ"),
}
"""Fields of which a sieve looks at sketches alone, and the state of what those tell apart."""

_ROUNDED: Final = 1e-6  # bits by which sums in another order may differ
COUNTED: Final = frozenset({"phone", "email", "id", "street"})
"""Fields whose commonness is counted among those compared, not in the whole population."""


class Pairs(NamedTuple):
    """Compared pairs: their points without the prior, and what they are made of."""

    points: Reals
    columns: dict[str, Column]
    named: dict[int, list[Row]]  # of names that were compared one by one
    people: Columns
    left: Numbers
    right: Numbers

    def rows(self, pairs: Sequence[int]) -> list[list[Row]]:
        """Return the comparison rows of some pairs."""
        told = [list(self.named.get(pair, ())) for pair in pairs]
        places = np.array(pairs, np.int64)
        for comparison, column in self.columns.items():
            names = levels_of(comparison)
            levels = column.level[places].tolist()
            bits = column.bits[places].tolist()
            values = zip(*self._values(comparison, column, places), strict=True)
            cells = zip(told, pairs, levels, bits, values, strict=True)
            for rows, pair, level, each, ends in cells:
                if level != MISSING and not (comparison in NAMES and pair in self.named):
                    rows.append(Row(comparison, names[level], each, *ends))
        return told

    def _values(
        self, comparison: str, column: Column, places: _Places
    ) -> tuple[list[str], list[str]]:
        if comparison == "order":
            told = column.level[places] != MISSING
            return self._names(self.left[places], told), self._names(self.right[places], told)
        texts = self.people.texts[column.field]
        return texts.at(column.left[places]), texts.at(column.right[places])

    def _names(self, people: Numbers, told: Mask) -> list[str]:
        pairs = zip(people.tolist(), told.tolist(), strict=True)
        return [self.people.name(person) if known else "" for person, known in pairs]

    def levels(self, pair: int) -> dict[str, str]:
        """Return the level of every comparison of a pair."""
        return {
            comparison: levels_of(comparison)[column.level[pair]]
            for comparison, column in self.columns.items()
            if column.level[pair] != MISSING
        }


class _Searches(NamedTuple):
    """Whose values are counted together: people, and the number of the case of each."""

    people: Numbers
    cases: Numbers


class Scorer:
    """Weighs pairs of people that stand in columns."""

    def __init__(
        self, model: Model, known: Frequencies, people: Columns, sieve: Sieve | None = None
    ) -> None:
        self._model = model
        self._known = known
        self._people = people
        self._bits: dict[str, Reals] = {}
        self._texts: dict[str, Values] = {}
        self._names = Names(known, people)
        self._sieve = sieve or Sieve(model, known)

    def reaching(self, left: Numbers, right: Numbers, least: float) -> _Places:
        """Return the places of the pairs that may have so many points.

        Most of the others are left out. Streets, days of birth and several numbers are looked at
        from afar.
        """
        told, unsure = self._known_names(left, right)
        for field in SEVERAL:
            told[field] = self._known_several(field, left, right)
        for field, numbers in self._people.single.items():
            mine, other = numbers[left], numbers[right]
            sketch = _SKETCHED.get(field)
            if sketch:
                bits = None if field in COUNTED else self._agreed(field, mine, other)
                told[field] = Known(self._open(field, mine, other), bits)
            else:
                level = self._values(field).compare(mine, other)
                told[field] = Known(level, self._agreed(field, mine, other))
        bounds = self._sieve.bounds(told, len(left))
        return np.flatnonzero((bounds >= least - _ROUNDED) | unsure)

    def weigh(
        self,
        left: Numbers,
        right: Numbers,
        case: Numbers | None = None,
        only: _Places | None = None,
    ) -> Pairs:
        """Return the pairs of people at these positions, compared; `only` those at some places.

        `case` numbers the search a pair belongs to, ascending from 0; all pairs of one have the
        same person on the left. Numbers and e-mails are then counted within it.
        """
        among = None if case is None else _searches(left, right, case, only)
        if only is not None:
            left, right, case = left[only], right[only], None if case is None else case[only]
        columns, named = self._names.compare(left, right)
        extras = [field for field in self._people.single if field not in SINGLE]
        for field in (*SEVERAL, *SINGLE, *extras):
            chosen = self._chosen(field, left, right)
            if not (chosen[0] != MISSING).any():
                columns[field] = nothing(len(left))
            elif among is None or case is None or field not in COUNTED:
                columns[field] = _column(field, chosen, self._agreed(field, *chosen[1:]))
            else:
                columns[field] = _column(field, chosen, self._counted(field, chosen, case, among))
        return Pairs(self._points(columns, len(left)), columns, named, self._people, left, right)

    def _chosen(self, field: str, left: Numbers, right: Numbers) -> _Chosen:
        if field in self._people.several:
            return self._several(field, left, right)
        numbers = self._people.single[field]
        mine, other = numbers[left], numbers[right]
        return self._values(field).compare(mine, other), mine, other

    def _values(self, field: str) -> Values:
        if field not in self._texts:
            self._texts[field] = Values(field, self._people.texts[field])
        return self._texts[field]

    def _known_names(self, left: Numbers, right: Numbers) -> tuple[dict[str, Known], Mask]:
        """Return what the first and last words tell; further ones may stand anywhere."""
        columns, unsure, longer, both = self._names.align(left, right)
        told = {name: Known(column.level, column.bits) for name, column in columns.items()}
        for name in ("given", "family"):
            level, bits = columns[name].level, columns[name].bits
            loose, apart = (longer & (level == number) for number in np.flatnonzero(APART))
            state = np.where(loose, first_open(name), np.where(apart, first_open(name) + 1, level))
            told[name] = Known(state, np.where(loose | apart, self._known.rare, bits))
        told["middle"] = Known(np.where(both, first_open("middle"), MISSING), None)
        return told, unsure

    def _known_several(self, field: str, left: Numbers, right: Numbers) -> Known:
        """Return what is known of numbers; of several, that they may come out in any way."""
        level, *_ = self._first_of(field, left, right)
        many = self._met(field, self._several_places(field, left, right), left, right)
        level[many] = first_open(field)
        return Known(level, None)

    def _open(self, field: str, mine: Numbers, other: Numbers) -> Levels:
        """Return the states of values that a sketch alone tells apart."""
        differ = _SKETCHED[field]
        state = np.where((mine > 0) & (other > 0), 0, MISSING).astype(np.int8)
        apart = np.flatnonzero((state == 0) & (mine != other))
        near = self._values(field).may_be_near(mine[apart], other[apart])
        state[apart] = np.where(near, first_open(field), differ)
        return state

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

    def _counted(self, field: str, chosen: _Chosen, case: Numbers, among: _Searches) -> Reals:
        """Return what agreements tell where values are counted among the people of each case."""
        size = len(self._people.texts[field])
        places, numbers = self._spread(field, among.people)
        held = among.cases[places].astype(np.int64) * size + numbers
        held, counts = np.unique(held[numbers > 0], return_counts=True)
        table = np.array([self._known.rare - log2(max(n, 1)) for n in range(counts.max() + 1)])

        def bits(values: Numbers) -> Reals:
            at = np.searchsorted(held, case.astype(np.int64) * size + values)
            told: Reals = table[counts[np.minimum(at, len(held) - 1)]]
            return told

        agreed: Reals = np.minimum(bits(chosen[1]), bits(chosen[2]))
        return agreed

    def _spread(self, field: str, people: Numbers) -> tuple[NDArray[np.int64], Numbers]:
        if field in self._people.several:
            return self._people.several[field].spread(people)
        return np.arange(len(people)), self._people.single[field][people]

    def _several(self, field: str, left: Numbers, right: Numbers) -> _Chosen:
        """Return level and values of pairs; whose several numbers meet is compared one by one."""
        lists, texts = self._people.several[field], self._people.texts[field]
        level, mine, other = self._first_of(field, left, right)
        several = self._several_places(field, left, right)
        marked = self._values(field).series
        for pair in self._met(field, several, left, right).tolist():
            one, two = lists.of(left[pair]), lists.of(right[pair])
            told, *values = compare.SEVERAL[field](
                tuple(texts[number] for number in one),
                tuple(texts[number] for number in two),
                frozenset(texts[number] for number in (*one, *two) if marked[number]),
            )
            level[pair] = LEVELS[field].index(told)
            mine[pair] = next(number for number in one if texts[number] == values[0])
            other[pair] = next(number for number in two if texts[number] == values[1])
        return level, mine, other

    def _first_of(self, field: str, left: Numbers, right: Numbers) -> _Chosen:
        lists = self._people.several[field]
        mine, other = lists.first(left), lists.first(right)
        return self._values(field).compare(mine, other), mine, other

    def _several_places(self, field: str, left: Numbers, right: Numbers) -> _Places:
        lists = self._people.several[field]
        return np.flatnonzero(lists.sizes(left) * lists.sizes(right) > 1)

    def _met(self, field: str, places: _Places, left: Numbers, right: Numbers) -> _Places:
        """Return those of the places where any number of one does not differ from one of two."""
        if not len(places):
            return places
        lists = self._people.several[field]
        pairs, mine, other = lists.across(left[places], right[places])
        level = self._values(field).compare(mine, other)
        return places[distinct(pairs[level < len(LEVELS[field]) - 1])]


def _searches(left: Numbers, right: Numbers, case: Numbers, only: _Places | None) -> _Searches:
    """Return who is compared in each case, of those alone that have a pair among `only`."""
    first = np.flatnonzero(np.diff(case, prepend=-1))
    people, cases = np.concatenate([left[first], right]), np.concatenate([case[first], case])
    if only is not None:
        asked = np.isin(cases, case[only])
        people, cases = people[asked], cases[asked]
    return _Searches(people, cases)


def _column(field: str, chosen: _Chosen, bits: Reals) -> Column:
    level, mine, other = chosen
    return Column(level, np.where(level == MISSING, 0.0, bits), mine, other, field)
