"""Pairs of a file worth comparing, the likeliest few of each record."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from identity.matching.blocking import STOP_AT, keys_of
from identity.matching.types import Person

MOST: Final = 20
"""Candidates of one record that are compared."""

_EVEN: Final = 3  # keeps a key of two people from outweighing several keys


def candidate_pairs(people: Sequence[Person]) -> Iterator[tuple[int, int]]:
    """Yield each pair of positions once that shares match keys; rare keys count most."""
    keys, blocks = _index(people)
    best = [_best(one, mine, blocks) for one, mine in enumerate(keys)]
    for one, others in enumerate(best):
        for other in others:
            if one < other or one not in best[other]:
                yield (one, other) if one < other else (other, one)


def likeliest_of(
    keys: Iterable[int], blocks: Mapping[int, Sequence[int]], most: int, *, after: int = 0
) -> list[int]:
    """Return those behind the keys who share the rarest ones with the asker, `most` of them.

    `blocks` are the people of a key; only numbers above `after` count. Ties go by the keys, which
    begin with the most telling.
    """
    worth: defaultdict[int, float] = defaultdict(float)
    for key in keys:
        block = blocks.get(key, ())
        if after:
            block = [other for other in block if other > after]
        if len(block) <= STOP_AT:
            weight = 1 / (len(block) + _EVEN)
            for other in block:
                worth[other] += weight
    if len(worth) <= most:
        return list(worth)
    return sorted(worth, key=worth.__getitem__, reverse=True)[:most]


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
