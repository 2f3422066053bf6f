"""From pairs to entities: edge by edge, best first, never by connected components.

One wrong edge between two groups must not make one person of both: groups join only while
their people agree on the whole, and no group outgrows `LARGEST`.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

LARGEST: Final = 60
AGREE: Final = -2.0
"""Bits between two groups that still join: the edge that joins them was above 0."""
SURE: Final = 0.0
"""Bits between two groups that are joined without a person: more for it than against."""

type Between = Callable[[Sequence[int], Sequence[int]], float]
"""How far two groups of records agree, in bits."""


class Groups:
    """A partition of records that only ever joins."""

    def __init__(self, size: int) -> None:
        self._group = list(range(size))
        self._members: dict[int, list[int]] = {}

    def of(self, record: int) -> int:
        """Return the name of the record's group."""
        return self._group[record]

    def members(self, record: int) -> list[int]:
        """Return the records of the record's group."""
        return self._members.get(self._group[record]) or [record]

    def join(self, left: int, right: int) -> None:
        """Make one group of the groups of two records; the smaller number names it."""
        mine, other = self.members(left), self.members(right)
        name = min(self._group[left], self._group[right])
        self._members[name] = mine + other
        for record in (*mine, *other):
            self._group[record] = name

    def several(self) -> list[list[int]]:
        """Return the groups of more than one record."""
        return [
            members for name, members in self._members.items() if self._group[members[0]] == name
        ]

    def names(self) -> list[int]:
        """Return the group of every record."""
        return list(self._group)


def cluster(
    size: int, edges: Iterable[tuple[float, int, int]], between: Between, least: float = AGREE
) -> Groups:
    """Return the groups of records 0 to `size` that the edges (weight, left, right) make.

    Edges are taken best first, ties by position, so the order they come in is of no matter. Two
    records join by their edge alone, groups if the bits `between` them are at least `least`.
    """
    groups = Groups(size)
    for _, left, right in sorted(edges, key=lambda edge: (-edge[0], edge[1], edge[2])):
        if groups.of(left) != groups.of(right) and _agree(groups, left, right, between, least):
            groups.join(left, right)
    return groups


def _agree(groups: Groups, left: int, right: int, between: Between, least: float) -> bool:
    mine, other = groups.members(left), groups.members(right)
    if len(mine) == len(other) == 1:
        return True
    return len(mine) + len(other) <= LARGEST and between(mine, other) >= least
