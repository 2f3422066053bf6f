"""What people we know take over from rows: compared here, for the plan and for the writing.

A field that is empty, or that still holds what this source gave last time, is taken over, unless a
source believed more gave the same, where survivorship goes by trust; fields of a group move
together or stay together. What somebody locked stays whoever writes, and what else stands is kept
and listed.
"""

import json
from collections import Counter
from typing import Any, Final

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from contacts.services.bulk import GOLDEN
from identity.survivorship import attribute_of, goes_by_trust
from imports.models import RawBatch
from imports.pipeline.addresses import OF_ROW, compare_addresses
from imports.projection import GROUPS, bits_of

COMPARE: Final = """
CREATE TEMP TABLE comparison ON COMMIT DROP AS
SELECT r.row_no, r.key, r.value, NULL::jsonb AS was, r.cur IS DISTINCT FROM r.value AS differs,
    bool_or(r.locked) OVER together AS locked,
    bool_and(NOT r.locked AND (r.cur IS NULL OR r.cur IN ('null', '""', '[]', '"unknown"')
             OR r.cur = r.old AND NOT r.firm OR r.cur = r.value)) OVER together AS free
FROM (
    SELECT b.row_no, e.key, e.value, b.cur -> e.key AS cur, %(groups)s::jsonb ->> e.key AS grp,
           coalesce(b.old -> e.key, 'null') AS old,
           coalesce(e.key = ANY(b.locks) OR %(groups)s::jsonb ->> e.key = ANY(b.locks), false)
               AS locked,
           coalesce(b.firm & (%(bits)s::jsonb -> e.key)::bigint <> 0, false) AS firm
    FROM (  -- OFFSET 0: each side becomes JSON once a row, not once a field; and they come in
            -- the order of their rows, so that the fields of one are sorted at a time
        SELECT s.row_no, imports_typed(s.entity) AS new, to_jsonb(c) AS cur,
               imports_typed(l.entity) AS old,
               (SELECT array_agg(k.attribute) FROM identity_fieldlock k
                WHERE k.contact_id = s.contact_id
                  AND (k.expires_at IS NULL OR k.expires_at > now())) AS locks,
               (SELECT bit_or(o.mask) FROM identity_sourcerecord o
                JOIN core_sourcesystem y ON y.id = o.source_id AND y.base_trust > %(trust)s
                WHERE o.contact_id = s.contact_id AND o.ended_at IS NULL
                  AND o.reverted = '') AS firm
        FROM staged_contact s
        JOIN contacts_contact c ON c.id = s.contact_id
        LEFT JOIN LATERAL (
            SELECT n.entity FROM identity_sourcerecord r
            JOIN imports_normalisedrow n ON n.batch_id = r.batch_id AND n.row_no = r.row_no
            WHERE r.contact_id = s.contact_id AND r.source_id = %(source)s
              AND r.reverted <> 'restored'  -- what it gave is gone again
            -- what this record gave last time, or else another of the person: the expression
            -- keeps the planner to the index of the contact
            ORDER BY r.external_id = s.external_id DESC, r.id DESC LIMIT 1) l ON true
        ORDER BY s.row_no OFFSET 0) b
    CROSS JOIN LATERAL jsonb_each(b.new) e
    WHERE e.key = ANY(%(golden)s)) r
WINDOW together AS (PARTITION BY r.row_no, coalesce(r.grp, r.key))
"""
CHUNK: Final = 5_000
MOST: Final = 20_000  # rows compared before an approval: a plan of a million waits for no more
SAMPLE: Final = 20  # rows shown with both values
STAGE: Final = f"""
CREATE TEMP TABLE staged_contact ON COMMIT DROP AS
SELECT r.row_no, r.target_id AS contact_id, n.external_id, n.entity, n.points,
       {OF_ROW.format(extra="n.extra")} AS addresses
FROM imports_resolution r JOIN imports_normalisedrow n USING (batch_id, row_no)
WHERE r.batch_id = %(batch)s AND r.outcome = 'match' AND r.target_id IS NOT NULL AND {{which}}
ORDER BY r.row_no LIMIT %(limit)s
"""  # noqa: S608 -- made of constants
# a number or an e-mail a person lacks is taken over, too; so is an address
LACKED: Final = """
INSERT INTO comparison (row_no, key, value, differs, locked, free)
SELECT s.row_no, 'new ' || p.kind, to_jsonb(string_agg(p.value, ', ' ORDER BY p.value)),
       true, false, true
FROM staged_contact s, jsonb_to_recordset(s.points) AS p(kind text, value text)
WHERE NOT EXISTS (SELECT FROM contacts_contactpoint o WHERE o.contact_id = s.contact_id
                  AND o.kind = p.kind AND o.value_norm = p.value AND o.status <> 'retired' OFFSET 0)
GROUP BY 1, 2
"""
SUMMED: Final = """
SELECT key, count(*) FILTER (WHERE free), count(*) FILTER (WHERE NOT free)
FROM comparison WHERE differs GROUP BY 1
"""
ROWS: Final = """
SELECT count(*), max(row_no), (SELECT count(DISTINCT row_no) FROM comparison WHERE free AND differs)
FROM staged_contact
"""
# the first rows that change or leave something, for the pages
MARK: Final = """
UPDATE imports_resolution r SET changes = d.fields
FROM (SELECT row_no, jsonb_object_agg(key, CASE WHEN free THEN '' WHEN locked THEN 'locked'
                 ELSE 'another value stands' END) AS fields
      FROM comparison WHERE differs GROUP BY row_no ORDER BY row_no LIMIT %(limit)s) d
WHERE r.batch_id = %(batch)s AND r.row_no = d.row_no
"""
FORGET: Final = """
UPDATE imports_resolution SET changes = NULL WHERE batch_id = %(batch)s AND changes IS NOT NULL
"""


def compare_people(cursor: CursorWrapper, batch: RawBatch) -> None:
    """Compare the rows of `staged_contact` with their people, in the temporary table `comparison`.

    It holds a row for each field: whether it differs, whether it is free to follow the file, and
    whether a lock is why it is not; of an address that stands also what `was`.
    """
    bits = {
        name: bit for name, bit in bits_of("contact").items() if goes_by_trust(attribute_of(name))
    }
    cursor.execute("DROP TABLE IF EXISTS comparison")
    cursor.execute(
        COMPARE,
        {
            "groups": json.dumps(dict(GROUPS)),
            "bits": json.dumps(bits),
            "source": batch.source_id,
            "trust": batch.source.base_trust,
            "golden": list(GOLDEN),
        },
    )
    compare_addresses(cursor, batch)


def plan_people(batch: RawBatch) -> dict[str, Any]:
    """Return what the rows about people we know would change, without writing it.

    `changes` and `left` count rows by field; `known_compared` says how many rows were looked at
    (the first of a large file), `known_changed` how many of them change something.
    """
    changes: Counter[str] = Counter()
    left: Counter[str] = Counter()
    after, compared, changed, marked = -1, 0, 0, 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FORGET, {"batch": batch.pk})
        while compared < MOST and stage_people(cursor, batch, "r.row_no > %(after)s", after=after):
            cursor.execute(ROWS)
            rows, after, moved = cursor.fetchone()
            compared, changed = compared + rows, changed + moved
            cursor.execute(SUMMED)
            for field, taken, kept in cursor.fetchall():
                changes[field] += taken
                left[field] += kept
            if marked < SAMPLE:
                cursor.execute(MARK, {"batch": batch.pk, "limit": SAMPLE - marked})
                marked += int(cursor.rowcount)
    return {
        "changes": _most_first(changes),
        "left": _most_first(left),
        "known_compared": compared,
        "known_changed": changed,
    }


def stage_people(cursor: CursorWrapper, batch: RawBatch, which: str, **where: Any) -> int:
    """Stage and compare the next rows about people we know; return how many there were."""
    cursor.execute("DROP TABLE IF EXISTS staged_contact")
    cursor.execute(STAGE.format(which=which), {"batch": batch.pk, "limit": CHUNK, **where})
    staged = int(cursor.rowcount)
    if staged:
        cursor.execute("ANALYZE staged_contact (row_no, contact_id)")
        compare_people(cursor, batch)
        cursor.execute(LACKED)
    return staged


def _most_first(counted: Counter[str]) -> dict[str, int]:
    """Return the counts that are not zero in an order that depends on nothing else."""
    ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return {field: rows for field, rows in ordered if rows}
