"""Pairs of a file worth comparing, the likeliest few of each record."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from identity.matching.blocking import STOP_AT, digest, keys_of
from identity.matching.columns import scattered
from identity.matching.types import Person

MOST: Final = 20
"""Candidates of one record that are compared."""

COMPARED: Final = 28
"""Candidates of somebody among everybody that are compared: those with the rarest keys."""

RAREST: Final = 4
"""Who shares one key alone is compared among the first few only: in a large graph most candidates
do, and hardly one of them is the same person."""

_EVEN: Final = 3  # keeps a key of two people from outweighing several keys


def candidate_pairs(people: Sequence[Person]) -> Iterator[tuple[int, int]]:
    """Yield each pair of positions once that shares match keys; rare keys count most."""
    keys, blocks = _index(people)
    best = [_best(one, mine, blocks) for one, mine in enumerate(keys)]
    for one, others in enumerate(best):
        for other in others:
            if one < other or one not in best[other]:
                yield (one, other) if one < other else (other, one)


def hash_keys(keys: Iterable[str]) -> NDArray[np.int64]:
    """Return the numbers the database keeps of many keys."""
    return np.frombuffer(b"".join(map(digest, keys)), ">i8").astype(np.int64)


class Entries(NamedTuple):
    """Keys of several askers: `asker` of each, and where its block lies among `members`.

    An asker's keys stand together, the most telling first; members are ascending in each block.
    """

    asker: NDArray[np.int32]
    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]
    members: NDArray[Any]

    def spread(self) -> NDArray[Any]:
        """Return the members behind all of them, entry by entry."""
        count = int(self.sizes.sum())
        ends = np.cumsum(self.sizes)
        within = np.arange(count) - np.repeat(ends - self.sizes, self.sizes)
        spread: NDArray[Any] = self.members[np.repeat(self.starts, self.sizes) + within]
        return spread


def likeliest_of(
    entries: Entries, *, after: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.int32], NDArray[Any]]:
    """Return pairs (asker, member) of those who share the rarest keys, COMPARED of each asker.

    Who shares one key alone is among them if it is one of the RAREST. Of asker n only members
    above `after[n]` count. Ties go by the keys, then the members.
    """
    entries = _rarest_first(entries if after is None else _above(entries, after))
    members = entries.spread()
    if not len(members):
        return np.zeros(0, np.int32), members
    asker = np.repeat(entries.asker, entries.sizes)
    worth = np.repeat(1 / (entries.sizes + _EVEN), entries.sizes)
    both = asker * np.int64(int(members.max()) + 1) + members
    again = _may_come_again(both)
    # most members come once, and those of an asker stand in order already; there is room for few
    once = np.flatnonzero(~again)
    once = once[_ranks(asker[once]) < COMPARED]
    several = np.flatnonzero(again)
    order, begun = _grouped(both[several])
    group = np.cumsum(begun) - 1
    first = np.concatenate([once, several[order[begun]]])
    worth = np.concatenate([worth[once], np.bincount(group, weights=worth[several[order]])])
    alone = np.concatenate([np.ones(len(once), bool), np.bincount(group) == 1])
    order = np.lexsort((first, -worth, asker[first]))
    kept = order[_ranks(asker[first[order]]) < np.where(alone[order], RAREST, COMPARED)]
    return asker[first[kept]], members[first[kept]]


def _above(entries: Entries, after: NDArray[np.int64]) -> Entries:
    """Return the entries of each asker with the members above a bound of theirs alone."""
    places = np.repeat(np.arange(len(entries.asker)), entries.sizes)
    members = entries.spread()
    kept = members > after[entries.asker[places]]
    sizes = np.bincount(places[kept], minlength=len(entries.asker))
    return Entries(entries.asker, np.cumsum(sizes) - sizes, sizes, members[kept])


def _rarest_first(entries: Entries) -> Entries:
    """Return the entries that lead to somebody, and not to too many, the rarest of each first."""
    asker, starts, sizes, members = entries
    useful = np.flatnonzero((sizes > 0) & (sizes <= STOP_AT))
    useful = useful[np.lexsort((sizes[useful], asker[useful]))]
    return Entries(asker[useful], starts[useful], sizes[useful], members)


def _may_come_again(numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which numbers may occur twice: of the others it is sure that they do not."""
    places = scattered(numbers, len(numbers).bit_length() + 1)
    told: NDArray[np.bool_] = np.bincount(places)[places] > 1
    return told


def _ranks(groups: NDArray[Any]) -> NDArray[np.int64]:
    """Return the rank of each within its group, from 0; those of a group stand together."""
    begins = np.flatnonzero(np.diff(groups, prepend=-1))
    return np.arange(len(groups)) - np.repeat(begins, np.diff(begins, append=len(groups)))


def _grouped(numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return an order in which equal numbers stand together as they came, and where each begins.

    Number and place in one: such a sort takes a fraction of one that is stable by itself.
    """
    bits = len(numbers).bit_length()
    if int(numbers.max(initial=0)).bit_length() + bits < 64:  # noqa: PLR2004 -- what a number holds
        packed = (numbers << bits) | np.arange(len(numbers))
        packed.sort()
        order = packed & ((1 << bits) - 1)
    else:
        order = np.argsort(numbers, kind="stable")
    return order, np.diff(numbers[order], prepend=-1) != 0


def _index(people: Sequence[Person]) -> tuple[list[list[int]], list[list[int]]]:
    """Return the blocks of each person and the people of each block, useful blocks only."""
    numbers: dict[str, int] = {}
    blocks: list[list[int]] = []
    keys: list[list[int]] = []
    for one, person in enumerate(people):
        mine = [numbers.setdefault(key, len(numbers)) for key in keys_of(person)]
        keys.append(mine)
        for number in mine:
            if number == len(blocks):
                blocks.append([])
            if len(blocks[number]) <= STOP_AT:
                blocks[number].append(one)
    for mine in keys:
        mine[:] = [number for number in mine if 1 < len(blocks[number]) <= STOP_AT]
    return keys, blocks


def _best(one: int, keys: list[int], blocks: list[list[int]]) -> frozenset[int]:
    worth: defaultdict[int, float] = defaultdict(float)
    for number in keys:
        block = blocks[number]
        weight = 1 / (len(block) + _EVEN)
        for other in block:
            worth[other] += weight
    worth.pop(one, None)
    if len(worth) <= MOST:
        return frozenset(worth)
    return frozenset(sorted(worth, key=worth.__getitem__, reverse=True)[:MOST])
