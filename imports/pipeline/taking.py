"""What people we know take over from rows: compared here, for the plan and for the writing.

A field that is empty, or that still holds what this source gave last time, is taken over; fields
of a group move together or stay together. What somebody locked stays whoever writes, and what
else stands is kept and listed.
"""

from typing import Final

from django.db.backends.utils import CursorWrapper

from contacts.services.bulk import GOLDEN
from imports.models import RawBatch
from imports.projection import GROUPS

COMPARE: Final = """
CREATE TEMP TABLE comparison ON COMMIT DROP AS
SELECT r.row_no, r.key, r.value, r.cur IS DISTINCT FROM r.value AS differs,
    bool_or(r.locked) OVER together AS locked,
    bool_and(NOT r.locked AND (r.cur IS NULL OR r.cur IN ('null', '""', '[]', '"unknown"')
             OR r.cur = r.old OR r.cur = r.value)) OVER together AS free
FROM (
    SELECT b.row_no, e.key, e.value, b.cur -> e.key AS cur, g.grp,
           coalesce(b.old -> e.key, 'null') AS old,
           coalesce(e.key = ANY(b.locks) OR g.grp = ANY(b.locks), false) AS locked
    FROM (  -- OFFSET 0: each side becomes JSON once a row, not once a field
        SELECT s.row_no, imports_typed(s.entity) AS new, to_jsonb(c) AS cur,
               imports_typed(l.entity) AS old,
               (SELECT array_agg(k.attribute) FROM identity_fieldlock k
                WHERE k.contact_id = s.contact_id
                  AND (k.expires_at IS NULL OR k.expires_at > now())) AS locks
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
        OFFSET 0) b
    CROSS JOIN LATERAL jsonb_each(b.new) e
    LEFT JOIN (VALUES {groups}) g(name, grp) ON g.name = e.key
    WHERE e.key = ANY(%(golden)s)) r
WINDOW together AS (PARTITION BY r.row_no, coalesce(r.grp, r.key))
"""


def compare_people(cursor: CursorWrapper, batch: RawBatch) -> None:
    """Compare the rows of `staged_contact` with their people, in the temporary table `comparison`.

    It holds a row for each field: whether it differs, whether it is free to follow the file, and
    whether a lock is why it is not.
    """
    groups = ", ".join(f"('{name}', '{group}')" for name, group in GROUPS.items())
    cursor.execute("DROP TABLE IF EXISTS comparison")
    cursor.execute(
        COMPARE.format(groups=groups), {"source": batch.source_id, "golden": list(GOLDEN)}
    )
