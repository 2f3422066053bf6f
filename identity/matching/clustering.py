"""From pairs to entities: edge by edge, best first, never by connected components.

One wrong edge between two groups must not make one person of both: groups join only while
their people agree on the whole, and no group outgrows `LARGEST`.
"""

from collections.abc import Callable, Iterable
from typing import Final

LARGEST: Final = 60
_MOST_CROSS: Final = 36  # pairs between two groups that are looked at
_BOUND: Final = 12.0  # bits a single pair may weigh for or against
_AGREE: Final = -1.5  # mean bits between two groups that still join
SURE: Final = 0.0
"""Mean bits between two groups that are joined without a person: more for it than against."""

Weigh = Callable[[int, int], float]


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
    size: int,
    edges: Iterable[tuple[float, int, int]],
    weigh: Weigh,
    least: float = _AGREE,
) -> Groups:
    """Return the groups of records 0 to `size` that the edges (weight, left, right) make.

    Edges are taken best first, ties by position, so the order they come in is of no matter.
    `weigh` returns the weight in bits of any two records, `least` is its mean between two groups
    that still join.
    """
    groups = Groups(size)
    for _, left, right in sorted(edges, key=lambda edge: (-edge[0], edge[1], edge[2])):
        if groups.of(left) != groups.of(right) and _agree(groups, left, right, weigh, least):
            groups.join(left, right)
    return groups


def _agree(groups: Groups, left: int, right: int, weigh: Weigh, least: float) -> bool:
    mine, other = groups.members(left), groups.members(right)
    if len(mine) + len(other) > LARGEST:
        return False
    if len(mine) == len(other) == 1:
        return True
    cross = [(one, two) for one in mine for two in other]
    step = max(1, len(cross) // _MOST_CROSS)
    looked = cross[::step]
    total = sum(max(-_BOUND, min(_BOUND, weigh(one, two))) for one, two in looked)
    return total / len(looked) >= least
