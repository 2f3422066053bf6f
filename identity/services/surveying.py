"""Everybody at once: the people in columns and all match keys in memory, for a long scan.

A million people take some 600 MB. What changes meanwhile is seen by the next scan.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np
from django.db import connection
from django.db.backends.utils import CursorWrapper
from numpy.typing import NDArray

from identity.matching.blocking import STOP_AT
from identity.matching.candidates import Entries, likeliest_of
from identity.matching.columns import Columns, Reader, unpack_all
from identity.matching.judging import Candidate
from identity.services.searching import COMPARED, judge_for, unpack_ids

READ: Final = 20_000
PARTS: Final = 64
"""Parts of the keys that are read one after the other."""

PEOPLE: Final = """
SELECT string_agg(int8send(contact_id), ''), string_agg(person, ',')
FROM (SELECT contact_id, person FROM identity_matchprofile WHERE contact_id > %s
      ORDER BY contact_id LIMIT %s) part
"""
KEYS: Final = """
SELECT string_agg(int8send(key), ''), string_agg(int8send(contact_id), '')
FROM (SELECT key, contact_id FROM identity_matchkey WHERE key BETWEEN %s AND %s
      ORDER BY key, contact_id) part
"""


class Survey:
    """The people above a position and those behind each key, ready to be judged.

    Of the keys those are held that two people share and no more than tell something: `_members`
    are the places of the people, key by key; `_later` how many of the same key follow each.
    """

    def __init__(self, *, after: int, limit: int) -> None:
        """Read everybody above a contact id for a scan that keeps `limit` candidates of each."""
        with connection.cursor() as cursor:
            self._ids, people = _read_people(cursor, after)
            self._members, self._later = _read_blocks(cursor, self._ids)
        useful = np.flatnonzero(self._later)
        order = np.argsort(self._members[useful], kind="stable")
        self._entries = useful[order].astype(np.int32)
        askers = self._members[self._entries]
        self._starts = np.searchsorted(askers, np.arange(len(self._ids) + 1))
        self._judge = judge_for(limit=limit)
        self.version = self._judge.model.version
        self._scorer = self._judge.scorer(people)

    def next_ids(self, after: int, most: int) -> list[int]:
        """Return the next contact ids above one."""
        begin = int(np.searchsorted(self._ids, after, side="right"))
        found: list[int] = self._ids[begin : begin + most].tolist()
        return found

    def candidates(self, first: int, last: int) -> Iterator[tuple[int, list[Candidate]]]:
        """Yield (contact id, candidates with higher ids) of the contacts from `first` to `last`."""
        begin, end = (int(place) for place in np.searchsorted(self._ids, [first, last + 1]))
        entries = self._entries[self._starts[begin] : self._starts[end]]
        asker = self._members[entries] - np.int32(begin)
        sizes = self._later[entries].astype(np.int64)
        found = Entries(asker, entries.astype(np.int64) + 1, sizes, self._members)
        left, right = likeliest_of(found, COMPARED)
        left += np.int32(begin)
        right = right.astype(np.int32)
        for place, candidates in self._judge.best(self._scorer, left, right, self._ids[right]):
            yield int(self._ids[place]), candidates


def _read_people(cursor: CursorWrapper, after: int) -> tuple[NDArray[np.int64], Columns]:
    ids, reader = [np.zeros(0, np.int64)], Reader()
    while True:
        cursor.execute(PEOPLE, [after, READ])
        packed, people = cursor.fetchone()
        if not packed:
            return np.concatenate(ids), reader.columns()
        ids.append(unpack_ids(packed))
        reader.add(unpack_all([people]))
        after = int(ids[-1][-1])


def _read_blocks(
    cursor: CursorWrapper, ids: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Return the places of those behind each telling key, and how many more each key has."""
    members: list[NDArray[np.int32]] = [np.zeros(0, np.int32)]
    later = [np.zeros(0, np.uint8)]
    bounds = [-(2**63) + part * 2**64 // PARTS for part in range(PARTS + 1)]
    for low, high in pairwise(bounds):
        cursor.execute(KEYS, [low, high - 1])
        keys, people = (unpack_ids(packed) for packed in cursor.fetchone())
        places = np.searchsorted(ids, people)
        known = np.isin(people, ids)
        keys, places = keys[known], places[known]
        begins = np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1))
        sizes = np.diff(begins, append=len(keys))
        follow = np.repeat(begins + sizes, sizes) - np.arange(len(keys)) - 1
        telling = np.repeat((sizes > 1) & (sizes <= STOP_AT), sizes)
        members.append(places[telling].astype(np.int32))
        later.append(follow[telling].astype(np.uint8))
    return np.concatenate(members), np.concatenate(later)
