"""Approved rows of activities and deals become records or change them, range by range.

A range is one transaction of a fixed number of statements; the rows of `imports_rowresult` come
last in it and make it exactly-once. Rows the database refuses are split until the one at fault
stands alone; that row is refused with the reason.
"""

from typing import Final

from django.db import IntegrityError, connection
from django.db.backends.utils import CursorWrapper

from accounts.selectors import accounts_named
from activities.services import refresh_summaries
from core.models import User
from core.services import acting, audit
from imports.choices import Entity, RowOutcome
from imports.models import RawBatch, Resolution
from imports.registry import writer_of
from imports.services.results.changing import change_known
from imports.services.results.deals import write_deals
from imports.services.results.happenings import write_happenings
from imports.services.staging import OWNERS, Range, owner_of, run

CHUNK: Final = 5_000

# the rows to write, with the records they are about as far as those can be told
STAGE: Final = f"""
DROP TABLE IF EXISTS made;
CREATE TEMP TABLE made ON COMMIT DROP AS
SELECT n.row_no, n.external_id, n.entity, n.extra, n.points,
       CASE WHEN %(deals)s THEN nextval('opportunities_opportunity_id_seq')
            WHEN n.entity -> 'task' = 'true' THEN nextval('activities_task_id_seq')
            ELSE nextval('activities_interaction_id_seq') END AS id,
       CASE WHEN %(deals)s THEN 'opportunity'
            WHEN n.entity -> 'task' = 'true' THEN 'task' ELSE 'interaction' END AS kind,
       coalesce(k.merged_into_id, k.id) AS contact_id, a.id AS account_id, d.id AS deal_id,
       o.id AS user_id, coalesce(o.id, %(owner)s) AS owner_id,
       CASE WHEN o.id IS NULL THEN %(team)s ELSE o.team_id END AS team_id
FROM imports_normalisedrow n JOIN imports_resolution r USING (batch_id, row_no)
LEFT JOIN contacts_contact k ON k.id = r.target_id
LEFT JOIN LATERAL (
    SELECT min(x.id) AS id FROM ({accounts_named("n.entity ->> 'account'")}) x
    HAVING count(DISTINCT x.id) = 1) a ON n.entity ->> 'account' <> ''
LEFT JOIN LATERAL (
    SELECT min(x.id) AS id FROM opportunities_opportunity x
    WHERE x.primary_contact_id = r.target_id AND x.state = 'active'
      AND lower(x.name) = lower(n.entity ->> 'deal')
    HAVING count(*) = 1) d ON n.entity ->> 'deal' <> ''
LEFT JOIN ({OWNERS}) o ON o.name = lower(n.entity ->> 'owner')
WHERE n.batch_id = %(batch)s AND n.row_no > %(after)s AND n.row_no <= %(upto)s
  AND r.outcome IN ('create', 'match') AND r.known_id IS NULL
  AND (r.target_id IS NOT NULL OR NOT %(deals)s)
  AND NOT EXISTS (SELECT FROM imports_rowresult x
                  WHERE x.batch_id = n.batch_id AND x.row_no = n.row_no)
ORDER BY n.row_no;
ANALYZE made
"""  # noqa: S608 -- made of constants
RESULTS: Final = """
INSERT INTO imports_rowresult (batch_id, row_no, kind, part, target_id, created_at, reverted)
SELECT %s, row_no, kind, '', id, now(), '' FROM made ORDER BY row_no
"""


def commit_happenings(batch: RawBatch, *, by: User, after: int) -> tuple[int, int]:
    """Write the next rows after `after`; return the last row and how many were looked at.

    Rows another process wrote are left alone, so a worker may be killed at any point.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(row_no), count(*) FROM (SELECT row_no FROM imports_resolution"
            " WHERE batch_id = %s AND row_no > %s ORDER BY row_no LIMIT %s) r",
            [batch.pk, after, CHUNK],
        )
        upto, rows = cursor.fetchone()
    if not rows:
        return after, 0
    _write(batch, by, Range(after, int(upto)))
    return int(upto), int(rows)


def _write(batch: RawBatch, by: User, rows: Range) -> None:
    """Write a range in one transaction; halve it while the database refuses a row of it."""
    try:
        with acting(by, f"import:{batch.uid}"), connection.cursor() as cursor:
            _write_range(cursor, batch, by, rows)
            # deferred foreign keys are checked here, so that a bad row is found in its own range
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        if rows.upto - rows.after <= 1:
            reason = f"the database refused this row: {str(error).splitlines()[0]}"
            Resolution.objects.filter(batch=batch, row_no=rows.upto).update(
                outcome=RowOutcome.REJECT, reason=reason
            )
            return
        for half in rows.split(2):
            _write(batch, by, half)


def _write_range(cursor: CursorWrapper, batch: RawBatch, by: User, rows: Range) -> None:
    owner = owner_of(batch, by)
    bounds = {"batch": batch.pk, "after": rows.after, "upto": rows.upto}
    deals = batch.entity == Entity.OPPORTUNITY
    run(cursor, STAGE, bounds | {"deals": deals, "owner": owner.pk, "team": owner.team_id})
    write = writer_of(batch.source.code) or (write_deals if deals else write_happenings)
    write(cursor, batch, by)
    cursor.execute(RESULTS, [batch.pk])
    made = int(cursor.rowcount)
    changed = change_known(cursor, batch, by, rows)
    audit(
        "import.chunk_applied",
        by=by,
        batch_uid=batch.uid,
        proposal_uid=batch.proposal.uid if batch.proposal else None,
        payload={"after": rows.after, "upto": rows.upto, "rows": made, "told_again": changed},
    )
    cursor.execute("SELECT contact_id FROM made UNION SELECT contact_id FROM told")
    refresh_summaries([row[0] for row in cursor.fetchall()])
