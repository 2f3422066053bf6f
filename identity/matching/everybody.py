"""Everybody at once: people in columns with the keys that two share, judged part by part."""

from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from identity.matching.blocking import STOP_AT
from identity.matching.candidates import Entries, likeliest_of
from identity.matching.columns import Columns, Numbers
from identity.matching.judging import Judge, Rows, rows_of
from identity.matching.weighing import Scorer

_SORTERS: Final = 2  # threads; none holds another up while it sorts an array
_PARTS: Final = 64  # of the keys, by their first bits, so that what is sorted at once is small
_PART_BITS: Final = 58
_PLACE_BITS: Final = 32


class Everybody(NamedTuple):
    """People by place, ascending by contact id, and who stands behind each telling key.

    `members` are places, key by key; `later` how many of the same key follow each. `entries` are
    the places in `members` that others follow, by person: those of person n from `starts[n]` on.
    """

    ids: NDArray[np.int64]
    people: Columns
    members: Numbers
    later: NDArray[np.uint8]
    entries: Numbers
    starts: Numbers

    def pairs(self, begin: int, end: int) -> tuple[Numbers, Numbers]:
        """Return the places of pairs to compare: people from `begin` to `end` with later ones."""
        entries = self.entries[self.starts[begin] : self.starts[end]]
        asker = self.members[entries] - np.int32(begin)
        sizes = self.later[entries].astype(np.int64)
        found = Entries(asker, entries.astype(np.int64) + 1, sizes, self.members)
        left, right = likeliest_of(found)
        return left + np.int32(begin), right.astype(np.int32)


class Look:
    """Judges parts of everybody, in this process or another one."""

    def __init__(self, everybody: Everybody, judge: Judge) -> None:
        self._everybody = everybody
        self._judge = judge

    @cached_property
    def _scorer(self) -> Scorer:
        return self._judge.scorer(self._everybody.people)

    def __call__(self, part: tuple[int, int]) -> Rows:
        """Return what is worth a person's look about the people from one place to another."""
        ids = self._everybody.ids
        left, right = self._everybody.pairs(*part)
        found = self._judge.best(self._scorer, left, right, ids[right])
        return rows_of((int(ids[place]), each) for place, told in found for each in told)


class Holders:
    """Collects the people behind each key, to tell of those that two share."""

    def __init__(self) -> None:
        self._people = 0
        self._parts: list[list[tuple[NDArray[np.int64], Numbers]]] = [[] for _ in range(_PARTS)]

    def add(self, keys: NDArray[np.int64], sizes: Numbers) -> None:
        """Take the keys of the next people, so many of each; keys of one beginning together."""
        places = np.repeat(np.arange(len(sizes), dtype=np.int32) + np.int32(self._people), sizes)
        self._people += len(sizes)
        part = ((keys >> _PART_BITS) + _PARTS // 2).astype(np.uint8)
        order = np.argsort(part, kind="stable")
        ends = np.cumsum(np.bincount(part, minlength=_PARTS))[:-1]
        cut = (np.split(numbers[order], ends) for numbers in (keys, places))
        for held, told in zip(self._parts, zip(*cut, strict=True), strict=True):
            held.append(told)

    def blocks(self) -> tuple[Numbers, NDArray[np.uint8]]:
        """Return the places behind each telling key, and how many more each key has; ends it.

        Keys ascend, and the places of each.
        """
        with ThreadPoolExecutor(_SORTERS) as pool:
            found = pool.map(self._block, range(_PARTS))
            members, later = zip(*found, strict=True)
        return np.concatenate(members), np.concatenate(later)

    def _block(self, number: int) -> tuple[Numbers, NDArray[np.uint8]]:
        held, self._parts[number] = self._parts[number], []
        if not held:
            return np.zeros(0, np.int32), np.zeros(0, np.uint8)
        keys, places = (np.concatenate(told) for told in zip(*held, strict=True))
        order = np.argsort(keys)
        keys = keys[order]
        new = np.diff(keys, prepend=keys[:1] - 1) != 0
        # sorted once more by key and place: such a sort and this one take half of a stable one
        both = (np.cumsum(new) << _PLACE_BITS) | places[order]
        both.sort()
        begins = np.flatnonzero(new)
        sizes = np.diff(begins, append=len(keys))
        follow = np.repeat(begins + sizes, sizes) - np.arange(len(keys)) - 1
        telling = np.repeat((sizes > 1) & (sizes <= STOP_AT), sizes)
        members = both[telling] & ((1 << _PLACE_BITS) - 1)
        return members.astype(np.int32), follow[telling].astype(np.uint8)


def everybody(
    ids: NDArray[np.int64], people: Columns, members: Numbers, later: NDArray[np.uint8]
) -> Everybody:
    """Return everybody, the keys sorted by who asks for those behind them."""
    useful = np.flatnonzero(later)
    both = (members[useful].astype(np.int64) << _PLACE_BITS) | useful
    both.sort()
    entries = (both & ((1 << _PLACE_BITS) - 1)).astype(np.int32)
    starts = np.searchsorted(both, np.arange(len(ids) + 1) << _PLACE_BITS).astype(np.int32)
    return Everybody(ids, people, members, later, entries, starts)
