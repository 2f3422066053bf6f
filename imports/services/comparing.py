"""Whether who is who still holds when rows are written: a plan may have waited for days.

A row that was to become a new person, and whose number, address or id somebody holds by now, is
not written: it becomes a question, and so does one whose person was archived since. The plan that
was approved said otherwise, so nobody is linked unasked.
"""

from typing import Any, Final

from django.db import connection

from accounts.selectors import accounts_named
from imports.models import RawBatch
from imports.services.staging import Range

KNOWN_BY_NOW: Final = "known by now"  # how the reasons begin; those whose name fits say so
FITS: Final = "and the name fits"
ARCHIVED_SINCE: Final = "its person was archived since"
BORNE_SINCE: Final = "its id is somebody else''s in this source since"  # as SQL writes it

# the rows of a range that are not written yet
ROWS: Final = """r.batch_id = %(batch)s AND r.row_no > %(after)s AND r.row_no <= %(upto)s
    AND NOT EXISTS (SELECT FROM identity_sourcerecord s WHERE s.batch_id = r.batch_id
                    AND s.row_no = r.row_no AND s.contact_id IS NOT NULL)"""

# of new people: who holds their keys by now. A person's answer stands for those they chose from.
HELD: Final = f"""
WITH waiting AS (
    SELECT r.row_no, r.candidates, n.name_key, n.external_id, n.points
    FROM imports_resolution r JOIN imports_normalisedrow n USING (batch_id, row_no)
    WHERE {ROWS} AND r.outcome = 'create' AND (r.decided_by_id IS NOT NULL OR NOT %(decided)s)
), holders AS (
    SELECT w.row_no, c.id, imports_compatible(w.name_key, imports_name_key(c.full_name)) AS named
    FROM waiting w
    CROSS JOIN LATERAL jsonb_to_recordset(w.points) AS p(kind text, value text, key boolean)
    JOIN contacts_contactpoint q ON q.kind = p.kind AND q.value_norm = p.value
        AND q.is_identity AND q.status IN ('active', 'unverified')
    JOIN contacts_contact k ON k.id = q.contact_id
    JOIN contacts_contact c ON c.id = coalesce(k.merged_into_id, k.id)
    WHERE p.key AND NOT coalesce(w.candidates, '[]') @> to_jsonb(c.id)
    UNION ALL
    SELECT w.row_no, s.contact_id, true
    FROM waiting w
    JOIN identity_sourcerecord s ON s.source_id = %(source)s AND s.external_id = w.external_id
        AND s.contact_id IS NOT NULL AND s.ended_at IS NULL
    WHERE w.external_id <> '' AND NOT coalesce(w.candidates, '[]') @> to_jsonb(s.contact_id)
), found AS (
    SELECT row_no, array_agg(DISTINCT id) AS ids, bool_and(named) AS named
    FROM holders GROUP BY row_no
)
UPDATE imports_resolution r
SET outcome = 'ambiguous', decided_by_id = NULL, candidates = to_jsonb(f.ids),
    reason = '{KNOWN_BY_NOW}: ' || CASE
        WHEN cardinality(f.ids) > 1 THEN 'its numbers and e-mails belong to several people'
        WHEN f.named THEN 'somebody holds its number, e-mail or id since, {FITS}'
        ELSE 'somebody of another name holds its number or e-mail since' END
FROM found f WHERE r.batch_id = %(batch)s AND r.row_no = f.row_no
"""  # noqa: S608 -- made of constants

# rows that repeat one of them wait with it
REPEATED: Final = f"""
UPDATE imports_resolution r
SET outcome = 'ambiguous', candidates = f.candidates, reason = f.reason
FROM imports_resolution f
WHERE {ROWS} AND r.outcome = 'match' AND r.target_id IS NULL
  AND f.batch_id = r.batch_id AND f.row_no = r.target_row AND f.outcome = 'ambiguous'
  AND f.reason LIKE '{KNOWN_BY_NOW}%%'
"""  # noqa: S608 -- made of constants
MOST_STEPS: Final = 5  # how long a chain of repeated rows is followed

# of known people: a merge is followed; whom nobody chose and somebody archived is asked about
TARGETS: Final = f"""
UPDATE imports_resolution r
SET target_id = CASE WHEN m.id IS NOT NULL THEN m.id END,
    outcome = CASE WHEN m.id IS NOT NULL THEN 'match' ELSE 'ambiguous' END,
    candidates = CASE WHEN m.id IS NOT NULL THEN r.candidates ELSE to_jsonb(ARRAY[c.id]) END,
    reason = CASE WHEN m.id IS NOT NULL THEN r.reason
                  ELSE '{KNOWN_BY_NOW}, but {ARCHIVED_SINCE}' END
FROM contacts_contact c LEFT JOIN contacts_contact m ON m.id = c.merged_into_id
WHERE {ROWS} AND r.outcome = 'match' AND c.id = r.target_id AND c.state <> 'active'
  AND (r.decided_by_id IS NULL OR m.id IS NOT NULL)
"""  # noqa: S608 -- made of constants

# and whose id became somebody else's in the meantime
ELSEWHERE: Final = f"""
UPDATE imports_resolution r
SET outcome = 'ambiguous', target_id = NULL,
    candidates = to_jsonb(ARRAY[r.target_id, s.contact_id]),
    reason = '{KNOWN_BY_NOW}: {BORNE_SINCE}'
FROM imports_normalisedrow n CROSS JOIN LATERAL (
    SELECT b.contact_id FROM identity_sourcerecord b
    WHERE b.source_id = %(source)s AND b.external_id = n.external_id AND b.external_id <> ''
      AND b.contact_id IS NOT NULL AND b.ended_at IS NULL AND b.batch_id <> %(batch)s OFFSET 0) s
WHERE {ROWS} AND r.outcome = 'match' AND r.decided_by_id IS NULL
  AND n.batch_id = r.batch_id AND n.row_no = r.row_no AND s.contact_id <> r.target_id
  AND n.row_no > %(after)s AND n.row_no <= %(upto)s
"""  # noqa: S608 -- made of constants

ACCOUNTS: Final = f"""
WITH waiting AS (
    SELECT r.row_no, n.external_id, n.entity ->> 'display_name' AS name
    FROM imports_resolution r JOIN imports_normalisedrow n USING (batch_id, row_no)
    WHERE {ROWS.replace("s.contact_id", "s.account_id")} AND r.outcome = 'create'
), found AS (
    SELECT w.row_no, coalesce(min(s.account_id), min(a.id)) AS id
    FROM waiting w
    LEFT JOIN identity_sourcerecord s ON s.source_id = %(source)s AND w.external_id <> ''
        AND s.external_id = w.external_id AND s.account_id IS NOT NULL AND s.ended_at IS NULL
    LEFT JOIN LATERAL ({accounts_named("w.name")}) a ON NOT EXISTS (
        SELECT FROM identity_sourcerecord o WHERE o.account_id = a.id AND o.batch_id = %(batch)s)
    GROUP BY w.row_no
)
UPDATE imports_resolution r
SET outcome = 'match', target_id = f.id, reason = 'an account of this name exists by now'
FROM found f WHERE r.batch_id = %(batch)s AND r.row_no = f.row_no AND f.id IS NOT NULL
"""  # noqa: S608 -- made of constants


def ask_about_new(batch: RawBatch, rows: Range, *, decided: bool = False) -> int:
    """Make a question of each new person of the range whose keys somebody holds by now.

    `decided`, only of rows a person decided about. Returns how many rows became one.
    """
    return _run(HELD, batch, rows, decided=decided)


def follow_known(batch: RawBatch, rows: Range) -> int:
    """Follow merges of the range's known people; ask about those archived since, and about ids.

    Returns how many rows that concerned.
    """
    return _run(TARGETS, batch, rows) + _run(ELSEWHERE, batch, rows)


def wait_with_first(batch: RawBatch, rows: Range) -> int:
    """Make a question of each row of the range that repeats one; return how many did."""
    waiting = 0
    for _ in range(MOST_STEPS):
        if not (found := _run(REPEATED, batch, rows)):
            break
        waiting += found
    return waiting


def link_accounts(batch: RawBatch, rows: Range) -> None:
    """Let new accounts of the range be those of their name or id that exist by now."""
    _run(ACCOUNTS, batch, rows)


def _run(statement: str, batch: RawBatch, rows: Range, **more: Any) -> int:
    bounds = {"batch": batch.pk, "source": batch.source_id, "after": rows.after, "upto": rows.upto}
    with connection.cursor() as cursor:
        cursor.execute(statement, bounds | more)
        return int(cursor.rowcount)
