"""Of the rows no exact key settled, those that are probably somebody we know.

A row whose key belongs to one person of another name is linked when that person is surely it; one
whose keys belong to several keeps its question and gains the score of the likeliest.

Runs only where a match policy stands for the batch's source: without one, exact keys decide
alone and an import pays nothing. Of the rows that would be linked unasked a share stays a question:
what people answer says how right the others are.
"""

from collections.abc import Iterator
from itertools import batched
from typing import Any, Final

import orjson
from django.db import connection
from django.db.backends.utils import CursorWrapper

from identity.matching.judging import Candidate
from identity.matching.types import Person
from identity.selectors.evidence import in_brief
from identity.selectors.obstacles import never_automatic
from identity.services.checking import ask, is_drawn
from identity.services.knowing import policy_of
from identity.services.searching import candidates_in_bulk, person_of
from imports.choices import RowOutcome
from imports.models import RawBatch

STEP: Final = 5_000
MOST: Final = 5
CHECKED: Final = "surely known, asked as a check"

OPEN: Final = """
SELECT n.row_no, n.entity, n.points, n.extra
FROM imports_normalisedrow n JOIN imports_resolution r USING (batch_id, row_no)
WHERE n.batch_id = %s AND r.outcome IN ('create', 'ambiguous') ORDER BY n.row_no
"""
KIN: Final = """
SELECT n.row_no FROM unnest(%s::int[], %s::bigint[]) AS f(row_no, contact_id)
JOIN imports_normalisedrow n ON n.row_no = f.row_no
JOIN contacts_contact c ON c.id = f.contact_id
WHERE n.batch_id = %s AND imports_kin(n.name_key) <> imports_kin(imports_name_key(c.full_name))
"""
# a row that asks nothing yet, or only about the very person it surely is
ANSWERED: Final = "r.outcome = 'create' OR r.candidates = jsonb_build_array(f.target)"
SETTLE: Final = f"""
UPDATE imports_resolution r
SET outcome = CASE WHEN {ANSWERED} THEN f.outcome ELSE r.outcome END,
    target_id = CASE WHEN {ANSWERED} THEN f.target END,
    reason = CASE WHEN {ANSWERED} THEN f.reason
                  ELSE r.reason || '; ' || replace(f.reason, 'surely known', 'most likely') END,
    candidates = CASE WHEN {ANSWERED} THEN f.ids::jsonb ELSE r.candidates END
FROM unnest(%s::int[], %s::text[], %s::bigint[], %s::text[], %s::text[])
    AS f(row_no, outcome, target, reason, ids)
WHERE r.batch_id = %s AND r.row_no = f.row_no
"""  # noqa: S608 -- made of constants


def settle_likely(batch: RawBatch) -> None:
    """Link rows that are surely somebody, if the policy allows it, and ask about likely ones."""
    policy = policy_of(batch.source_id)
    if policy is None:
        return
    with connection.chunked_cursor() as reading, connection.cursor() as writing:
        reading.execute(OPEN, [batch.pk])
        found = candidates_in_bulk(_people(reading), limit=MOST, source_id=batch.source_id)
        for step in batched(found, STEP):
            guarded = never_automatic([likely[0].contact_id for _, likely in step])
            kin = _of_two_generations(batch, dict(step))
            answers = [
                _answer(
                    row,
                    likely,
                    policy.auto_link and row not in kin and likely[0].contact_id not in guarded,
                    is_drawn(float(policy.check_share), batch.sha256, row),
                )
                for row, likely in step
            ]
            writing.execute(SETTLE, [*map(list, zip(*answers, strict=True)), batch.pk])
            _ask(batch, dict(step))


def _of_two_generations(batch: RawBatch, likely: dict[int, list[Candidate]]) -> set[int]:
    """Return the rows whose name tells other kinship than that of the likeliest contact."""
    contacts = [found[0].contact_id for found in likely.values()]
    with connection.cursor() as cursor:
        cursor.execute(KIN, [list(likely), contacts, batch.pk])
        return {row_no for (row_no,) in cursor.fetchall()}


def _ask(batch: RawBatch, likely: dict[int, list[Candidate]]) -> None:
    """Remember which of these rows are questions only because the policy is checked."""
    checked = batch.resolutions.filter(row_no__in=likely, reason__startswith=CHECKED)
    rows = {row_no: likely[row_no][0] for row_no in checked.values_list("row_no", flat=True)}
    if rows:
        ask(source_id=batch.source_id, batch_id=batch.pk, rows=rows)


def _people(cursor: CursorWrapper) -> Iterator[tuple[int, Person]]:
    while rows := cursor.fetchmany(STEP):
        for row_no, entity, points, extra in rows:
            address = orjson.loads(extra).get("_address")
            yield row_no, person_of(orjson.loads(entity), orjson.loads(points), address)


def _answer(
    row_no: int,
    likely: list[Candidate],
    may_link: bool,  # noqa: FBT001 -- the policy's switch
    is_checked: bool,  # noqa: FBT001 -- the policy's draw
) -> tuple[Any, ...]:
    best = likely[0]
    sure = may_link and best.decision == "auto" and all(c.decision != "auto" for c in likely[1:])
    why = f"{best.score.probability:.1%}; {in_brief(best.score.key)}"
    if sure and not is_checked:
        return row_no, RowOutcome.MATCH, best.contact_id, f"surely known: {why}", None
    ids = orjson.dumps([candidate.contact_id for candidate in likely]).decode()
    asked = CHECKED if sure else "probably known"
    return row_no, RowOutcome.AMBIGUOUS, None, f"{asked}: {why}", ids
