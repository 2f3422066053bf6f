"""How far two groups of records speak for being one person: pair by pair, and each as a whole.

Of several records of one person each tells a part. A pair that says nothing against it, for want
of a city or a number on one side, may join two groups that plainly live in two cities.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from identity.matching.columns import SINGLE
from identity.matching.compare import compare_people
from identity.matching.frequencies import Frequencies
from identity.matching.model import Model
from identity.matching.types import Person

_MOST_CROSS: Final = 36  # pairs between two groups that are looked at
_BOUND: Final = 12.0  # bits that a pair, or two groups as a whole, may weigh for or against
_WHOLE: Final = 0.5  # what the groups as a whole count beside the mean of their pairs


class Agreement:
    """Weighs records and groups of records of one file, in bits; records are positions."""

    def __init__(
        self, people: Sequence[Person], known: Frequencies, model: Model, prior: float
    ) -> None:
        self._people = people
        self._known = known
        self._model = model
        self._prior = prior
        self._pair = lru_cache(maxsize=1 << 18)(self._weigh_pair)

    def of(self, left: int, right: int) -> float:
        """Return the weight of two records."""
        return self._pair(min(left, right), max(left, right))

    def between(self, mine: Sequence[int], other: Sequence[int]) -> float:
        """Return the mean weight of pairs between two groups, and half of what they weigh whole."""
        cross = [(one, two) for one in mine for two in other]
        looked = cross[:: max(1, len(cross) // _MOST_CROSS)]
        mean = sum(_bounded(self.of(one, two)) for one, two in looked) / len(looked)
        return mean + _WHOLE * _bounded(self._weigh(self._united(mine), self._united(other)))

    def _weigh_pair(self, left: int, right: int) -> float:
        return self._weigh(self._people[left], self._people[right])

    def _weigh(self, left: Person, right: Person) -> float:
        return self._prior + self._model.points(compare_people(left, right, self._known))

    def _united(self, members: Sequence[int]) -> Person:
        return united([self._people[member] for member in sorted(members)])


def united(people: Sequence[Person]) -> Person:
    """Return what several records of one person tell together.

    Every number, e-mail and official number; of what one has once, what most of them say. A first
    name spelt out goes before initials.
    """
    if len(people) == 1:
        return people[0]
    spelt = [one.given for one in people if one.given and len(one.given[0]) > 1]
    return Person(
        given=_usual(spelt or [one.given for one in people]),
        family=_usual([one.family for one in people]),
        phones=_every(one.phones for one in people),
        emails=_every(one.emails for one in people),
        ids=_every(one.ids for one in people),
        extras=tuple(map(_usual, zip(*(one.extras for one in people), strict=True))),
        **{field: _usual([getattr(one, field) for one in people]) for field in SINGLE},
    )


def _every(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for values in lists for value in values))


def _usual[Value: (str, tuple[str, ...])](values: Sequence[Value]) -> Value:
    """Return the value most records give, of those the longest; empty if none gives any."""
    counts = Counter(value for value in values if value)
    return max(counts, key=lambda value: (counts[value], len(value), value), default=values[0])


def _bounded(weight: float) -> float:
    return max(-_BOUND, min(_BOUND, weight))
