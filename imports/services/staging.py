"""Resolved rows of a range, staged for the set-based writers."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.backends.utils import CursorWrapper

from accounts.selectors import accounts_named
from contacts.services.bulk import GOLDEN
from core.models import User
from imports.models import RawBatch
from imports.pipeline.addresses import OF_ROW, TAKEN
from imports.pipeline.taking import compare_people


@dataclass(frozen=True, slots=True)
class Range:
    """Rows `after` < row_no <= `upto`."""

    after: int
    upto: int

    def split(self, parts: int) -> list["Range"]:
        """Return the range in so many parts of equal length."""
        edges = [self.after + (self.upto - self.after) * i // parts for i in range(parts + 1)]
        return [Range(a, b) for a, b in pairwise(edges) if a < b]


@dataclass(frozen=True, slots=True)
class Share:
    """What one of several writers takes of what is numbered: that which leaves `rest`."""

    parts: int = 1
    rest: int = 0


# rows that wait to be applied: approved, and not in the crosswalk yet
WAITING = """
imports_normalisedrow n JOIN imports_resolution r USING (batch_id, row_no)
WHERE n.batch_id = %(batch)s AND n.row_no > %(after)s AND n.row_no <= %(upto)s
  AND r.row_no > %(after)s AND r.row_no <= %(upto)s  -- said of each: none is read as a whole
  AND NOT EXISTS (SELECT FROM identity_sourcerecord s
                  WHERE s.batch_id = %(batch)s AND s.row_no = n.row_no AND s.{entity} IS NOT NULL
                    AND s.row_no > %(after)s AND s.row_no <= %(upto)s)
"""

# people who may own a row, by the names a file may call them
OWNERS = """
SELECT DISTINCT ON (name) lower(name) AS name, u.id, u.team_id
FROM core_user u, unnest(ARRAY[u.full_name, u.username, u.email]) name
WHERE u.is_active AND name <> '' ORDER BY name, u.id
"""

NEW_PEOPLE = """
DROP TABLE IF EXISTS staged_contact;
CREATE TEMP TABLE staged_contact ON COMMIT DROP AS
SELECT w.*, k.id AS account_id, coalesce(o.id, %(owner)s) AS owner_id,
       coalesce(o.team_id, %(team)s) AS team_id
FROM (SELECT n.row_no, nextval('contacts_contact_id_seq') AS contact_id, n.external_id, n.mask,
             n.entity, n.points, {addresses} AS addresses,
             r.decided_by_id IS NOT NULL AS yields,
             n.entity ->> 'occupation' AS title, n.entity ->> 'company_name' AS company,
             lower(n.entity ->> 'owner') AS owner_name
      FROM {waiting} AND r.outcome = 'create' ORDER BY n.row_no) w
LEFT JOIN LATERAL (SELECT min(id) AS id FROM ({named}) n) k ON w.company <> ''
LEFT JOIN ({owners}) o ON o.name = w.owner_name
"""

CHUNK = """
DROP TABLE IF EXISTS chunk, staged_contact, comparison, staged_account;
CREATE TEMP TABLE chunk ON COMMIT DROP AS
SELECT n.row_no, n.external_id, n.mask, n.entity, n.points, n.extra, r.outcome, r.target_row,
       r.decided_by_id IS NOT NULL AS decided,
       CASE r.outcome WHEN 'create' THEN nextval('{sequence}') ELSE r.target_id END AS entity_id
FROM {waiting} AND {which}
ORDER BY n.row_no;
ALTER TABLE chunk ADD PRIMARY KEY (row_no);
ANALYZE chunk (row_no, entity_id, target_row, decided)
"""

# rows that repeat an earlier row take its entity, in or before this chunk
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

KNOWN_PEOPLE = """
CREATE TEMP TABLE staged_contact ON COMMIT DROP AS
SELECT c.row_no, c.entity_id AS contact_id, c.external_id, c.entity, c.points,
       {addresses} AS addresses,
       c.entity ->> 'occupation' AS title, k.id AS account_id,
       coalesce(o.id, %(owner)s) AS owner_id, coalesce(o.team_id, %(team)s) AS team_id,
       '{{}}'::jsonb AS changes
FROM chunk c
LEFT JOIN LATERAL (SELECT min(id) AS id FROM ({named}) n) k
    ON c.entity ->> 'company_name' <> ''
LEFT JOIN ({owners}) o ON o.name = lower(c.entity ->> 'owner');
ALTER TABLE staged_contact ADD PRIMARY KEY (row_no);
ANALYZE staged_contact (row_no, contact_id)
"""

# what the comparison lets a known person take over; an archived person is among them because
# somebody chose them, and comes back
CHANGES = """
UPDATE staged_contact s SET changes = d.changes
FROM (SELECT row_no, jsonb_object_agg(key, value) AS changes FROM comparison
      WHERE free AND differs AND key = ANY(%(golden)s) GROUP BY row_no) d
WHERE d.row_no = s.row_no;
UPDATE staged_contact s SET changes = s.changes || '{"state": "active"}'
FROM contacts_contact c WHERE c.id = s.contact_id AND c.state = 'archived'
"""

# which rows a pass takes
EVERY = "r.outcome IN ('create', 'match')"
KNOWN_ROW = "r.outcome = 'match' AND r.target_id IS NOT NULL"
KNOWN = "r.outcome = 'match' AND r.target_id %% %(parts)s = %(rest)s"
REPEATED = "r.outcome = 'match' AND r.target_id IS NULL"


def stage_new_people(cursor: CursorWrapper, batch: RawBatch, rows: Range, owner: User) -> int:
    """Make the staging table of the range's new people and return how many it holds.

    Each takes an id of the sequence.
    """
    parameters = {"owner": owner.pk, "team": owner.team_id, **_bounds(batch, rows)}
    waiting, named = WAITING.format(entity="contact_id"), accounts_named("w.company")
    addresses = OF_ROW.format(extra="n.extra")
    script = NEW_PEOPLE.format(waiting=waiting, owners=OWNERS, named=named, addresses=addresses)
    run(cursor, script, parameters)
    return int(cursor.rowcount)


def stage_chunk(
    cursor: CursorWrapper, batch: RawBatch, rows: Range, which: str, share: Share
) -> int:
    """Make the temporary table `chunk` of rows not yet applied; return how many it holds.

    No two of them are of one entity: a row that repeats another is left for the next round.
    """
    entity, table = names_of(batch)
    waiting = WAITING.format(entity=entity)
    script = CHUNK.format(waiting=waiting, sequence=f"{table}_id_seq", which=which)
    run(cursor, script, {**_bounds(batch, rows), "parts": share.parts, "rest": share.rest})
    for _ in range(MOST_STEPS):
        cursor.execute(FOLLOW.format(entity=entity), {"batch": batch.pk})
        if not cursor.rowcount:
            break
    cursor.execute(ONE_EACH)
    cursor.execute("SELECT count(*) FROM chunk")
    return int(cursor.fetchone()[0])


def stage_known_people(cursor: CursorWrapper, batch: RawBatch, owner: User) -> None:
    """Make the staging table of the chunk's known people, with the changes they take over."""
    named = accounts_named("c.entity ->> 'company_name'")
    addresses = OF_ROW.format(extra="c.extra")
    script = KNOWN_PEOPLE.format(owners=OWNERS, named=named, addresses=addresses)
    run(cursor, script, {"owner": owner.pk, "team": owner.team_id})
    compare_people(cursor, batch)
    run(cursor, CHANGES, {"golden": list(GOLDEN)})
    cursor.execute(TAKEN)


def owner_of(batch: RawBatch, by: User) -> User:
    """Return who owns what the batch creates: its uploader, or the approver of a machine's file."""
    return by if batch.uploaded_by.is_service else batch.uploaded_by


def names_of(batch: RawBatch) -> tuple[str, str]:
    """Return the crosswalk column and the table of what the batch's rows are."""
    if batch.entity == "account":
        return "account_id", "accounts_account"
    return "contact_id", "contacts_contact"


def run(cursor: CursorWrapper, script: str, parameters: dict[str, Any]) -> None:
    """Run statements one by one; those without placeholders get no parameters."""
    for statement in script.split(";"):
        if statement.strip():
            cursor.execute(statement, parameters if "%(" in statement else None)


def _bounds(batch: RawBatch, rows: Range) -> dict[str, int]:
    return {"batch": batch.pk, "after": rows.after, "upto": rows.upto}
