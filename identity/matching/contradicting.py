"""Records that cannot be one person, whatever else agrees: what links nobody unasked."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from identity.matching.fields import compare_dates, compare_ids
from identity.matching.generations import Generation, are_two
from identity.matching.types import Person


class Contradictions:
    """Tells which records of one file contradict each other; records are positions."""

    def __init__(self, people: Sequence[Person], generations: Sequence[Generation]) -> None:
        self._people = people
        self._generations = generations
        self.pair = lru_cache(maxsize=1 << 18)(self._pair)
        self._say_something = any(each.tells for each in generations)

    def between(self, mine: Iterable[int], other: Sequence[int]) -> bool:
        """Tell whether anybody of one group contradicts anybody of the other."""
        return any(self.pair(one, two) for one in mine for two in other)

    def other_day(self, left: int, right: int) -> bool:
        """Tell whether two were born on days that are not a slip apart, if in one year.

        Of many records of one person some are so mistyped: a pair to look at, no bar to a group.
        """
        one, other = self._people[left].born, self._people[right].born
        return bool(one and other) and compare_dates(one, other) == "year"

    def by_name(self, mine: Iterable[int], other: Sequence[int]) -> bool:
        """Tell whether the names of two groups speak of two people, as those of father and son.

        Birthdays and official numbers are mistyped; nobody writes `Jr.` by mistake.
        """
        told = self._generations
        return self._say_something and any(
            are_two(told[one], told[two]) for one in mine for two in other
        )

    def _pair(self, left: int, right: int) -> bool:
        one, other = self._people[left], self._people[right]
        if one.born and other.born and compare_dates(one.born, other.born) == "differ":
            return True
        if one.ids and other.ids and compare_ids(one.ids, other.ids)[0] == "differ":
            return True
        return self.by_name([left], [right]) or self._one_is_junior(left, right)

    def _one_is_junior(self, left: int, right: int) -> bool:
        """Tell whether one alone is `Jr.`: a name without it may be the father's."""
        return self._generations[left].rank != self._generations[right].rank
