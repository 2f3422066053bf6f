"""Everybody read at once, for a long scan: the people in columns and all keys that two share.

A million people take some 600 MB while they are read. What changes meanwhile is seen by the next
scan.
"""

import gc
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import numpy as np
import psycopg
from numpy.typing import NDArray

from core.crew import Crew
from core.selectors.prepared import preparing
from identity.matching.columns import Columns, Numbers, Reader
from identity.matching.everybody import Everybody, Holders, Look, everybody
from identity.matching.judging import Judge, Rows
from identity.services.searching import unpack_ids

READ: Final = 20_000

PEOPLE: Final = """
SELECT string_agg(int8send(contact_id), ''), string_agg(person, ','),
    string_agg(array_send(keys), ''), string_agg(int4send(cardinality(keys)), '')
FROM (SELECT contact_id, person, keys FROM identity_matchprofile WHERE contact_id > %s
      ORDER BY contact_id LIMIT %s) part
"""
_HEAD, _EMPTY, _CELL = 5, 3, 3  # words of four bytes: before an array, of an empty one, of a number


class Part(NamedTuple):
    """Some people as they are read: their ids, profiles joined by commas, and keys of each."""

    ids: NDArray[np.int64]
    people: str
    keys: NDArray[np.int64]
    sizes: Numbers


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
        holders = Holders()
        self._ids, self.people = read_people(after, holders)
        self._blocks = holders.blocks()

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


def read_people(
    after: int = 0, holders: Holders | None = None
) -> tuple[NDArray[np.int64], Columns]:
    """Return the contact ids above one, and the people in columns; `holders` take their keys."""
    ids, reader = [np.zeros(0, np.int64)], Reader()
    with preparing() as cursor, _uncollected():
        for part in _ahead(_fetch_people(cursor, after)):
            ids.append(part.ids)
            reader.add_packed(part.people)
            if holders is not None:
                holders.add(part.keys, part.sizes)
    return np.concatenate(ids), reader.columns()


def _fetch_people(cursor: "psycopg.Cursor[Any]", after: int) -> Iterator[Part]:
    while True:
        cursor.execute(PEOPLE, [after, READ], binary=True)
        ((ids, people, keys, sizes),) = cursor.fetchall()
        if not ids:
            return
        counts = np.frombuffer(sizes, ">i4").astype(np.int32)
        part = Part(unpack_ids(ids), people, _unpack_arrays(keys, counts), counts)
        yield part
        after = int(part.ids[-1])


def _unpack_arrays(packed: bytes, sizes: Numbers) -> NDArray[np.int64]:
    """Return the numbers of bigint arrays of these sizes that `array_send` packed.

    Each has a head of five words, and its numbers a word of length before two of their own.
    """
    heads = np.where(sizes > 0, _HEAD, _EMPTY)
    begins = np.cumsum(heads + _CELL * sizes) - heads - _CELL * sizes
    told = np.ones(len(packed) // 4, bool)
    for word in range(_HEAD):
        told[begins[heads > word] + word] = False
    cells = np.frombuffer(packed, np.uint32)[told].reshape(-1, _CELL)[:, 1:]
    return np.ascontiguousarray(cells).view(">i8").ravel().astype(np.int64)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Have nobody look through millions of new lists for some that refer to themselves."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _ahead[Item](items: Iterator[Item]) -> Iterator[Item]:
    """Yield items, each fetched by a thread while the caller works on the one before."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = pool.submit(next, items, None)
            yield item
