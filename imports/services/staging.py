"""One chunk of resolved rows, staged for the set-based writers."""

from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper

from contacts.services.bulk import GOLDEN, STAGING
from core.models import User
from imports.models import RawBatch
from imports.projection import GROUPS


@dataclass(frozen=True, slots=True)
class Range:
    """Rows `after` < row_no <= `upto`, at most `limit` of them."""

    after: int
    upto: int
    limit: int


CHUNK = """
CREATE TEMP TABLE chunk ON COMMIT DROP AS
SELECT n.row_no, n.external_id, n.mask, n.entity, n.points, n.extra, r.outcome,
       r.target_id, r.target_row
FROM imports_normalisedrow n JOIN imports_resolution r USING (batch_id, row_no)
WHERE n.batch_id = %(batch)s AND n.row_no > %(after)s AND n.row_no <= %(upto)s
  AND r.outcome IN ('create', 'match')
  AND NOT EXISTS (SELECT FROM identity_sourcerecord s
                  WHERE s.batch_id = %(batch)s AND s.row_no = n.row_no AND s.{entity} IS NOT NULL)
ORDER BY n.row_no LIMIT %(limit)s;
ALTER TABLE chunk ADD COLUMN entity_id bigint, ADD PRIMARY KEY (row_no);
ANALYZE chunk
"""

# new rows take an id now; rows that repeat an earlier row take its id, in or before this chunk
IDENTIFY = """
UPDATE chunk SET entity_id = CASE outcome
    WHEN 'create' THEN nextval(pg_get_serial_sequence('{table}', 'id')) ELSE target_id END
"""
FOLLOW = """
UPDATE chunk c SET entity_id = coalesce(
    (SELECT e.entity_id FROM chunk e WHERE e.row_no = c.target_row),
    (SELECT s.{entity} FROM identity_sourcerecord s
     WHERE s.batch_id = %(batch)s AND s.row_no = c.target_row AND s.{entity} IS NOT NULL))
WHERE c.entity_id IS NULL AND c.target_row IS NOT NULL
"""
# a row that repeats another of this chunk waits for the next round, to be compared with its result;
# one that repeats a row nobody has decided yet stays with it
ONE_EACH = """
DELETE FROM chunk c USING (
    SELECT row_no, entity_id IS NULL OR
           row_number() OVER (PARTITION BY entity_id ORDER BY row_no) > 1 AS waits
    FROM chunk) w
WHERE w.row_no = c.row_no AND w.waits
"""
MOST_STEPS = 5  # how long a chain of repeated rows inside one chunk is followed

PEOPLE = """
INSERT INTO staged_contact (row_no, contact_id, is_new, entity, points, address, title,
                            owner_id, team_id)
SELECT c.row_no, c.entity_id, c.outcome = 'create', c.entity, c.points, c.extra -> '_address',
       c.entity ->> 'occupation', coalesce(o.id, %(by)s), coalesce(o.team_id, %(team)s)
FROM chunk c
LEFT JOIN LATERAL (
    SELECT u.id, u.team_id FROM core_user u
    WHERE c.entity ? 'owner' AND lower(c.entity ->> 'owner') IN
        (lower(u.full_name), lower(u.username), lower(u.email)) AND u.is_active
    ORDER BY u.id LIMIT 1) o ON true
WHERE c.entity_id IS NOT NULL
"""

# What a known person takes over: a field that is empty, or that still holds what this source
# gave last time. Fields of a group move together or stay together. The rest is kept and listed.
COMPARE = """
CREATE TEMP TABLE comparison ON COMMIT DROP AS
SELECT r.row_no, r.key, r.value,
    bool_and(r.cur IS NULL OR r.cur IN ('null', '""', '[]', '"unknown"') OR r.cur = r.old
             OR r.cur = r.value) OVER (PARTITION BY r.row_no, coalesce(g.grp, r.key)) AS free,
    r.cur IS DISTINCT FROM r.value AS differs
FROM (
    SELECT b.row_no, e.key, e.value, b.cur -> e.key AS cur, coalesce(b.old -> e.key, 'null') AS old
    FROM (  -- OFFSET 0: each side becomes JSON once a row, not once a field
        SELECT s.row_no, imports_typed(s.entity) AS new, to_jsonb(c) AS cur,
               imports_typed(l.entity) AS old
        FROM staged_contact s
        JOIN contacts_contact c ON c.id = s.contact_id
        LEFT JOIN LATERAL (
            SELECT n.entity FROM identity_sourcerecord r
            JOIN imports_normalisedrow n ON n.batch_id = r.batch_id AND n.row_no = r.row_no
            WHERE r.contact_id = s.contact_id AND r.source_id = %(source)s
            ORDER BY r.id + 0 DESC LIMIT 1) l ON true  -- the sum keeps to the contact's index
        WHERE NOT s.is_new OFFSET 0) b
    CROSS JOIN LATERAL jsonb_each(b.new) e
    WHERE e.key = ANY(%(golden)s)) r
LEFT JOIN (VALUES {groups}) g(name, grp) ON g.name = r.key;
UPDATE staged_contact s SET changes = coalesce(d.changes, '{{}}')
FROM staged_contact k LEFT JOIN (
    SELECT row_no, jsonb_object_agg(key, value) AS changes FROM comparison
    WHERE free AND differs GROUP BY row_no) d USING (row_no)
WHERE k.row_no = s.row_no AND NOT s.is_new
"""


def stage_chunk(cursor: CursorWrapper, batch: RawBatch, rows: Range) -> int:
    """Make the temporary table `chunk` of the next rows not yet applied; return how many."""
    entity, table = names_of(batch)
    _run(cursor, CHUNK.format(entity=entity), {"batch": batch.pk, **_bounds(rows)})
    cursor.execute(IDENTIFY.format(table=table))
    for _ in range(MOST_STEPS):
        cursor.execute(FOLLOW.format(entity=entity), {"batch": batch.pk})
        if not cursor.rowcount:
            break
    cursor.execute(ONE_EACH)
    cursor.execute("SELECT count(*) FROM chunk")
    return int(cursor.fetchone()[0])


def owner_of(batch: RawBatch, by: User) -> User:
    """Return who owns what the batch creates: its uploader, or the approver of a machine's file."""
    return by if batch.uploaded_by.is_service else batch.uploaded_by


def stage_people(cursor: CursorWrapper, batch: RawBatch, by: User) -> None:
    """Make the staging table of the chunk's people, with the changes known people take over."""
    uploader = owner_of(batch, by)
    cursor.execute(STAGING)
    cursor.execute(PEOPLE, {"by": uploader.pk, "team": uploader.team_id})
    groups = ", ".join(f"('{name}', '{group}')" for name, group in GROUPS.items())
    _run(
        cursor,
        COMPARE.format(groups=groups),
        {"source": batch.source_id, "golden": list(GOLDEN)},
    )


def names_of(batch: RawBatch) -> tuple[str, str]:
    """Return the crosswalk column and the table of what the batch's rows are."""
    if batch.entity == "account":
        return "account_id", "accounts_account"
    return "contact_id", "contacts_contact"


def _bounds(rows: Range) -> dict[str, int]:
    return {"after": rows.after, "upto": rows.upto, "limit": rows.limit}


def _run(cursor: CursorWrapper, script: str, parameters: dict[str, Any]) -> None:
    """Run statements one by one; those without placeholders get no parameters."""
    for statement in script.split(";"):
        if statement.strip():
            cursor.execute(statement, parameters if "%(" in statement else None)
