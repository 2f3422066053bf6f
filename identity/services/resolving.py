"""The bulk job: Splink finds the pairs of everybody, the artifact judges them, people decide.

On one machine Splink runs in DuckDB, on a cluster in Spark; both read the same model artifact
and the same match keys.
"""

from collections.abc import Iterator
from itertools import batched
from typing import Final, NamedTuple

from django.db import connection, transaction

from identity.engine import Engine, Record, find_pairs
from identity.matching.counting import count_among
from identity.matching.deciding import decide
from identity.matching.judging import Candidate
from identity.matching.types import unpack
from identity.models import MatchProfile
from identity.services.keeping import bring_up_to_date
from identity.services.knowing import population, thresholds
from identity.services.scanning import measure, write_candidates

STEP: Final = 5_000

RECORDS: Final = """
SELECT contact_id, person,
    (SELECT coalesce(array_agg(k), '{}') FROM unnest(keys) k
     WHERE NOT EXISTS (SELECT FROM identity_stopkey s WHERE s.key = k))
FROM identity_matchprofile ORDER BY contact_id
"""


class Resolved(NamedTuple):
    """What a bulk job came to."""

    people: int
    pairs: int
    found: int


def resolve(engine: Engine = "duckdb") -> Resolved:
    """Compare everybody in bulk and write the pairs worth a person's look.

    Raises identity.engine.EngineMissingError.
    """
    bring_up_to_date()
    version = measure()
    pairs = found = 0
    for step in batched(find_pairs(_records(), population().model, version.people, engine), STEP):
        pairs += len(step)
        found += _judge([(left, right) for left, right, _ in step])
    return Resolved(version.people, pairs, found)


def _records() -> Iterator[Record]:
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(RECORDS)
        while rows := cursor.fetchmany(STEP):
            for pk, packed, keys in rows:
                yield Record(pk, unpack(packed), keys)


def _judge(pairs: list[tuple[int, int]]) -> int:
    """Score pairs by the artifact and write those that are worth a look; return how many."""
    model, known = population()
    policy = thresholds()
    rows = MatchProfile.objects.in_bulk({pk for pair in pairs for pk in pair})
    people = {pk: unpack(row.person) for pk, row in rows.items()}
    counted = count_among(known, people.values())
    found: list[tuple[int, Candidate]] = []
    for left, right in pairs:
        if left in people and right in people:
            score = model.score(people[left], people[right], counted)
            decision = decide(score, policy)
            if decision != "no":
                found.append((left, Candidate(right, score, decision)))
    return write_candidates(found, model.version)
