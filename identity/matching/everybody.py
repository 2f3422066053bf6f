"""Everybody at once: people in columns with the keys that two share, judged part by part."""

from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from identity.matching.candidates import Entries, likeliest_of
from identity.matching.columns import Columns, Numbers
from identity.matching.judging import Judge, Rows, rows_of
from identity.matching.weighing import Scorer

COMPARED: Final = 28
"""Of the contacts that share a key, those with the rarest keys that are compared."""


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
        left, right = likeliest_of(found, COMPARED)
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


def everybody(
    ids: NDArray[np.int64], people: Columns, members: Numbers, later: NDArray[np.uint8]
) -> Everybody:
    """Return everybody, the keys sorted by who asks for those behind them."""
    useful = np.flatnonzero(later)
    entries = useful[np.argsort(members[useful], kind="stable")].astype(np.int32)
    starts = np.searchsorted(members[entries], np.arange(len(ids) + 1)).astype(np.int32)
    return Everybody(ids, people, members, later, entries, starts)
