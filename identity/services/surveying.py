"""Everybody at once: all match keys in memory, for a scan that would ask for each of them.

A million people take some 900 MB. What changes meanwhile is seen by the next scan.
"""

from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import batched
from typing import Final

from django.db import connection, transaction

from identity.matching.blocking import STOP_AT
from identity.matching.candidates import likeliest_of
from identity.matching.crew import Crew
from identity.matching.judging import Candidate, Case, Found, judge_cases
from identity.services.searching import BATCH, COMPARED, judge_for, unpack_ids

READ: Final = 5_000
BLOCKS: Final = """
SELECT k, string_agg(int8send(contact_id), '' ORDER BY contact_id)
FROM identity_matchprofile, unnest(keys) k WHERE contact_id > %s
GROUP BY k HAVING count(*) BETWEEN 2 AND %s
"""
PEOPLE: Final = """
SELECT contact_id, person, keys FROM identity_matchprofile WHERE contact_id > %s
"""


class Survey:
    """The people above a position, those behind each key, and a crew that judges them."""

    def __init__(self, crew: Crew[list[Case], Found], after: int) -> None:
        self._crew = crew
        self._blocks: dict[int, array[int]] = {}
        self._people: dict[int, tuple[str, array[int]]] = {}
        self._read(after)

    def candidates(self, rows: Sequence[tuple[int, str]]) -> Iterator[tuple[int, list[Candidate]]]:
        """Yield (contact id, candidates with higher ids) of packed people."""
        chunks = (
            [self._case(pk, packed) for pk, packed in chunk] for chunk in batched(rows, BATCH)
        )
        for found in self._crew.answers(chunks):
            yield from found

    def _case(self, pk: int, packed: str) -> Case:
        _, keys = self._people.get(pk, ("", array("q")))
        others = likeliest_of(keys, self._blocks, COMPARED, after=pk)
        return Case(pk, packed, [(other, self._people[other][0]) for other in others])

    def _read(self, after: int) -> None:
        """Read keys that two share and no more than tell something, then who has them."""
        blocks = self._blocks
        with transaction.atomic(), connection.chunked_cursor() as cursor:
            cursor.execute(BLOCKS, [after, STOP_AT])
            while rows := cursor.fetchmany(READ):
                blocks.update((key, unpack_ids(packed)) for key, packed in rows)
            cursor.execute(PEOPLE, [after])
            while rows := cursor.fetchmany(READ):
                for pk, packed, keys in rows:
                    self._people[pk] = packed, array("q", [key for key in keys if key in blocks])


@contextmanager
def surveying(*, after: int, limit: int) -> Iterator[Survey]:
    """Read everybody above a position for a scan that keeps `limit` candidates of each."""
    with Crew(partial(judge_cases, judge_for(limit=limit))) as crew:
        yield Survey(crew, after)
