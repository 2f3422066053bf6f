"""What rows told again change on the records an earlier file of their source made.

The comparison of the plan is made once more with the records locked, so what somebody changed
since the approval is left too. History and change events follow by trigger.
"""

from typing import Any, Final

from django.db.backends.utils import CursorWrapper

from core.models import User
from imports.models import RawBatch
from imports.pipeline.changes import compare
from imports.pipeline.said import RECORDS, SNIPPET, Record
from imports.services.staging import Range, run

# what follows from a deal's new stage, as `opportunities.services.move_stage` has it; the day it
# closed is the file's
MOVE: Final = """
UPDATE told t SET changes = t.changes || jsonb_build_object('probability_overridden',
    (t.changes ->> 'probability')::int <> g.default_probability)
FROM opportunities_opportunity o, opportunities_stage g
WHERE o.id = t.target_id AND t.kind = 'opportunity' AND t.changes ? 'probability'
  AND g.id = coalesce((t.changes ->> 'stage_id')::bigint, o.stage_id);
UPDATE told t SET changes = CASE WHEN o.probability_overridden THEN '{}'
        ELSE jsonb_build_object('probability', g.default_probability) END || t.changes
    || jsonb_build_object('stage_entered_at', w.at,
        'closed_at', CASE WHEN g.category <> 'open' THEN coalesce(
            o.closed_at, least(now(), (n.entity ->> 'closed')::timestamptz), w.at) END,
        'loss_reason', CASE WHEN g.category = 'lost' THEN coalesce(
            n.entity ->> 'loss_reason', left(n.extra ->> 'lost_reason', 300), '') ELSE '' END)
FROM opportunities_opportunity o, opportunities_stage g, imports_normalisedrow n,
     LATERAL (SELECT CASE WHEN g.category = 'open' THEN now() ELSE greatest(o.stage_entered_at,
         least(now(), coalesce((n.entity ->> 'closed')::timestamptz,
             (n.entity ->> 'close')::timestamptz, now()))) END AS at) w
WHERE o.id = t.target_id AND t.kind = 'opportunity' AND t.changes ? 'stage_id'
  AND g.id = (t.changes ->> 'stage_id')::bigint
  AND n.batch_id = %(batch)s AND n.row_no = t.row_no
"""
MOVED: Final = """
INSERT INTO opportunities_stagehistory (uid, opportunity_id, from_stage_id, to_stage_id,
                                        entered_at, by_id, reason)
SELECT uuidv7(), o.id, o.stage_id, (t.changes ->> 'stage_id')::bigint,
       (t.changes ->> 'stage_entered_at')::timestamptz, %(by)s,
       coalesce(nullif(t.changes ->> 'loss_reason', ''), 'as the file has it')
FROM told t JOIN opportunities_opportunity o ON o.id = t.target_id
WHERE t.kind = 'opportunity' AND t.changes ? 'stage_id' ORDER BY t.row_no
"""
FOLLOW: Final = f"""
UPDATE told SET changes = changes || jsonb_build_object('snippet',
    {SNIPPET.format("changes ->> 'body'")})
WHERE kind = 'interaction' AND changes ? 'body';
UPDATE told t SET changes = t.changes || jsonb_build_object('completed_at',
    CASE WHEN t.changes ->> 'status' = 'done'
         THEN coalesce((n.entity ->> 'occurred_at')::timestamptz, now()) END)
FROM imports_normalisedrow n
WHERE t.kind = 'task' AND t.changes ? 'status'
  AND n.batch_id = %(batch)s AND n.row_no = t.row_no
"""  # noqa: S608 -- made of constants
# one who is not here any more, or whom the guards refuse now, is refused with the reason
REJECT: Final = """
UPDATE imports_resolution r SET outcome = 'reject', changes = NULL,
    reason = CASE WHEN t.refusal <> '' THEN t.refusal ELSE 'its record was archived since' END
FROM told t WHERE r.batch_id = %(batch)s AND r.row_no = t.row_no AND (t.refusal <> '' OR t.gone);
DELETE FROM told WHERE refusal <> '' OR gone
"""
WRITE: Final = """
UPDATE {table} t SET {sets}, version = t.version + 1, updated_at = now(), updated_by_id = %(by)s
FROM (SELECT o.id AS row_id, p.* FROM {changes} c JOIN {table} o ON o.id = c.target_id,
      LATERAL jsonb_populate_record(o, c.changes) p
      WHERE c.kind = '{kind}' AND c.changes <> '{{}}') p
WHERE t.id = p.row_id
"""
RESULTS: Final = """
INSERT INTO imports_rowresult (batch_id, row_no, kind, part, target_id, outcome, version_after,
                               fields, created_at, reverted)
SELECT %(batch)s, c.row_no, c.kind, '', c.target_id,
       CASE WHEN c.changes = '{{}}' THEN 'linked' ELSE 'updated' END, t.version, c.fields, now(), ''
FROM told c JOIN {table} t ON t.id = c.target_id WHERE c.kind = '{kind}' ORDER BY c.row_no
"""


def change_known(cursor: CursorWrapper, batch: RawBatch, by: User, rows: Range) -> int:
    """Write what the range's rows change on known records; return how many rows were looked at.

    Their results come last, so a row that has one is not written again.
    """
    if not compare(cursor, batch, rows.after, rows.upto, lock=True):
        return 0
    parameters: dict[str, Any] = {"batch": batch.pk, "by": by.pk}
    run(cursor, REJECT, parameters)
    run(cursor, MOVE, parameters)
    run(cursor, FOLLOW, parameters)
    cursor.execute(MOVED, parameters)
    written = 0
    for kind, record in RECORDS.items():
        write_changes(cursor, kind, record, by, changes="told")
        cursor.execute(RESULTS.format(table=record.table, kind=kind), parameters)
        written += int(cursor.rowcount)
    return written


def write_changes(
    cursor: CursorWrapper, kind: str, record: Record, by: User, *, changes: str
) -> None:
    """Give records of a kind the values a temporary table holds: `kind`, `target_id`, `changes`."""
    sets = ", ".join(f"{name} = p.{name}" for name in record.columns)
    cursor.execute(
        WRITE.format(table=record.table, sets=sets, kind=kind, changes=changes), {"by": by.pk}
    )
