"""Pairs of a file worth comparing, the likeliest few of each record."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from identity.matching.blocking import STOP_AT, keys_of
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


class Entries(NamedTuple):
    """Keys of several askers: `asker` of each, and where its block lies among `members`.

    An asker's keys stand together, the most telling first; members are ascending in each block.
    """

    asker: NDArray[np.int32]
    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]
    members: NDArray[Any]


def likeliest_of(
    entries: Entries, *, after: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.int32], NDArray[Any]]:
    """Return pairs (asker, member) of those who share the rarest keys, COMPARED of each asker.

    Who shares one key alone is among them if it is one of the RAREST. Of asker n only members
    above `after[n]` count. Ties go by the keys, then the members.
    """
    places = np.repeat(np.arange(len(entries.asker)), entries.sizes)
    ends = np.cumsum(entries.sizes)
    within = np.arange(len(places)) - np.repeat(ends - entries.sizes, entries.sizes)
    members = entries.members[np.repeat(entries.starts, entries.sizes) + within]
    sizes = entries.sizes
    if after is not None:
        later = members > after[entries.asker[places]]
        places, members = places[later], members[later]
        sizes = np.bincount(places, minlength=len(entries.asker))
    few = sizes[places] <= STOP_AT
    places, members = places[few], members[few]
    if not len(places):
        return np.zeros(0, np.int32), members
    span = int(members.max()) + 1
    both = entries.asker[places] * np.int64(span) + members
    order, begun = _grouped(both)
    group = np.cumsum(begun) - 1
    worth = np.bincount(group, weights=1 / (sizes[places[order]] + _EVEN))
    alone = np.bincount(group) == 1
    first = order[begun]
    both = both[first]
    askers = (both // span).astype(np.int32)
    order = np.lexsort((first, -worth, askers))
    ranked = askers[order]
    begins = np.flatnonzero(np.diff(ranked, prepend=-1))
    rank = np.arange(len(ranked)) - np.repeat(begins, np.diff(begins, append=len(ranked)))
    kept = order[rank < np.where(alone[order], RAREST, COMPARED)]
    return askers[kept], (both % span)[kept]


def _grouped(numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return an order in which equal numbers stand together as they came, and where each begins.

    Number and place in one: such a sort takes a fraction of one that is stable by itself.
    """
    bits = len(numbers).bit_length()
    if int(numbers.max()).bit_length() + bits < 64:  # noqa: PLR2004 -- what a number holds
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
