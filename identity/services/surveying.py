"""Everybody read at once, for a long scan: the people in columns and all keys that two share.

A million people take some 600 MB while they are read. What changes meanwhile is seen by the next
scan.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from django.db import connection
from django.db.backends.utils import CursorWrapper
from numpy.typing import NDArray

from identity.matching.blocking import STOP_AT
from identity.matching.columns import Columns, Reader, unpack_all
from identity.matching.crew import Crew
from identity.matching.everybody import Everybody, Look, everybody
from identity.matching.judging import Judge, Rows
from identity.services.searching import unpack_ids

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


class Step(NamedTuple):
    """What a step of a scan found: of so many people, the last with this id, by this model."""

    last: int
    people: int
    version: str
    rows: Rows


class Survey:
    """The people above a position and those behind each key, to be judged on every core."""

    def __init__(self, *, after: int) -> None:
        """Read everybody above a contact id."""
        with connection.cursor() as cursor:
            self._ids, self.people = read_people(after)
            self._blocks = _read_blocks(cursor, self._ids)

    @contextmanager
    def steps(self, judge: Judge, size: int) -> Iterator[Iterator[Step]]:
        """Judge so many people at a time; what was read is handed over and forgotten here."""
        count = len(self._ids)
        parts = [(begin, min(begin + size, count)) for begin in range(0, count, size)]
        look = Look(self._everybody(), judge)
        if len(parts) <= 1:
            yield self._steps(parts, map(look, parts), judge.model.version)
            return
        crew = Crew(look)
        del look
        with crew:
            yield self._steps(parts, crew.answers(parts), judge.model.version)

    def _steps(
        self, parts: Sequence[tuple[int, int]], answers: Iterator[Rows], version: str
    ) -> Iterator[Step]:
        for (begin, end), rows in zip(parts, answers, strict=True):
            yield Step(int(self._ids[end - 1]), end - begin, version, rows)

    def _everybody(self) -> Everybody:
        told = everybody(self._ids, self.people, *self._blocks)
        del self.people, self._blocks
        return told


def read_people(after: int = 0) -> tuple[NDArray[np.int64], Columns]:
    """Return the contact ids above one, and the people in columns."""
    ids, reader = [np.zeros(0, np.int64)], Reader()
    with connection.cursor() as cursor:
        for some, people in _ahead(_fetch_people(cursor, after)):
            ids.append(some)
            reader.add(unpack_all([people]))
    return np.concatenate(ids), reader.columns()


def _fetch_people(cursor: CursorWrapper, after: int) -> Iterator[tuple[NDArray[np.int64], str]]:
    while True:
        cursor.execute(PEOPLE, [after, READ])
        packed, people = cursor.fetchone()
        if not packed:
            return
        ids = unpack_ids(packed)
        yield ids, people
        after = int(ids[-1])


def _ahead[Item](items: Iterator[Item]) -> Iterator[Item]:
    """Yield items, each fetched by a thread while the caller works on the one before."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = pool.submit(next, items, None)
            yield item


def _fetch_keys(
    cursor: CursorWrapper,
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    bounds = [-(2**63) + part * 2**64 // PARTS for part in range(PARTS + 1)]
    for low, high in pairwise(bounds):
        cursor.execute(KEYS, [low, high - 1])
        keys, people = cursor.fetchone()
        yield unpack_ids(keys), unpack_ids(people)


def _read_blocks(
    cursor: CursorWrapper, ids: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Return the places of those behind each telling key, and how many more each key has."""
    members: list[NDArray[np.int32]] = [np.zeros(0, np.int32)]
    later = [np.zeros(0, np.uint8)]
    for told, people in _ahead(_fetch_keys(cursor)):
        places = np.searchsorted(ids, people)
        known = np.append(ids, -1)[places] == people
        keys, places = told[known], places[known]
        begins = np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1))
        sizes = np.diff(begins, append=len(keys))
        follow = np.repeat(begins + sizes, sizes) - np.arange(len(keys)) - 1
        telling = np.repeat((sizes > 1) & (sizes <= STOP_AT), sizes)
        members.append(places[telling].astype(np.int32))
        later.append(follow[telling].astype(np.uint8))
    return np.concatenate(members), np.concatenate(later)
