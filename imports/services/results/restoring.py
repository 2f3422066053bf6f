"""Undoing what rows changed on known records: restored from history, unless changed since."""

from typing import Any, Final

from django.db.backends.utils import CursorWrapper

from core.models import User
from imports.models import RawBatch
from imports.pipeline.said import GROUPS, RECORDS
from imports.services.results.changing import write_changes
from imports.services.staging import run

LOCK: Final = """
SELECT count(*) FROM (SELECT t.id FROM {table} t
    WHERE t.id IN (SELECT target_id FROM imports_rowresult WHERE batch_id = %(batch)s
                   AND kind = '{kind}' AND outcome <> 'created' AND reverted = '')
    ORDER BY t.id FOR NO KEY UPDATE) held
"""
# `a` is the record before the batch, `z` as the batch left it, `t` now: what the batch changed
# goes back where it still stands, fields of a group together or not at all
RESTORE: Final = """
INSERT INTO undone (result_id, kind, target_id, outcome, changes, note)
SELECT r.id, r.kind, r.target_id, r.outcome, coalesce(v.changes, '{{}}'), coalesce(v.note, '')
FROM imports_rowresult r LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(c.key, c.before) FILTER (WHERE c.free) AS changes,
           string_agg(replace(regexp_replace(c.key, '_id$', ''), '_', ' ') || ' (' || coalesce((
               SELECT CASE WHEN h.history_change_reason LIKE 'import:%%'
                   THEN 'changed since by another import'
                   ELSE coalesce('edited since by ' || coalesce(nullif(u.full_name, ''),
                                                                u.username), 'changed since') END
               FROM {history} h
               JOIN {history} p ON p.id = h.id AND p.version = h.version - 1
               LEFT JOIN core_user u ON u.id = h.history_user_id
               WHERE h.id = r.target_id AND h.version > r.version_after
                 AND to_jsonb(h) -> c.key IS DISTINCT FROM to_jsonb(p) -> c.key
               ORDER BY h.version DESC LIMIT 1), 'with what goes with it') || ')',
               ', ' ORDER BY c.key) FILTER (WHERE NOT c.free AND NOT c.key = ANY(%(follows)s))
               AS note
    FROM (
        SELECT e.key, e.value AS before,
               to_jsonb(z) -> e.key IS DISTINCT FROM e.value AS changed,
               bool_and(to_jsonb(t) -> e.key IS NOT DISTINCT FROM to_jsonb(z) -> e.key)
                   OVER (PARTITION BY coalesce(g.grp, e.key)) AS free
        FROM {history} a JOIN {history} z ON z.id = a.id AND z.version = r.version_after
        JOIN {table} t ON t.id = a.id
        CROSS JOIN LATERAL jsonb_each(to_jsonb(a)) e
        LEFT JOIN (VALUES {groups}) g(name, grp) ON g.name = e.key
        WHERE a.id = r.target_id AND a.version = r.version_after - 1 AND e.key = ANY(%(columns)s)
    ) c
    WHERE c.changed) v ON r.outcome = 'updated'
WHERE r.batch_id = %(batch)s AND r.kind = '{kind}' AND r.outcome <> 'created' AND r.reverted = ''
"""
# a stage that was left returns by no move of its own, so no table of moves is asked
MOVED: Final = """
INSERT INTO opportunities_stagehistory (uid, opportunity_id, from_stage_id, to_stage_id,
                                        entered_at, by_id, reason)
SELECT uuidv7(), o.id, o.stage_id, (u.changes ->> 'stage_id')::bigint, now(), %(by)s,
       'the import that moved it was undone'
FROM undone u JOIN opportunities_opportunity o ON o.id = u.target_id
WHERE u.kind = 'opportunity' AND u.changes ? 'stage_id' ORDER BY u.result_id
"""
MARK: Final = """
UPDATE imports_rowresult r
SET reverted = CASE WHEN u.changes <> '{}' THEN 'restored'
                    WHEN u.outcome = 'linked' THEN 'unlinked' ELSE 'kept' END,
    revert_note = CASE WHEN u.note <> '' THEN 'left as it is: ' || u.note ELSE '' END
FROM undone u WHERE r.id = u.result_id
"""


def restore_changed(cursor: CursorWrapper, batch: RawBatch, by: User) -> int:
    """Give the records the batch changed their values from before; return how many there were.

    What others changed since is left and told in the result's note.
    """
    if not batch.results.filter(reverted="").exclude(outcome="created").exists():
        return 0
    parameters: dict[str, Any] = {"batch": batch.pk, "by": by.pk}
    run(cursor, UNDONE, parameters)
    groups = ", ".join(f"('{name}', '{group}')" for name, group in GROUPS.items())
    for kind, record in RECORDS.items():
        cursor.execute(LOCK.format(table=record.table, kind=kind), parameters)
        statement = RESTORE.format(
            table=record.table, history=record.history, kind=kind, groups=groups
        )
        columns = {"columns": record.columns, "follows": list(record.follows)}
        cursor.execute(statement, parameters | columns)
    cursor.execute(MOVED, parameters)
    for kind, record in RECORDS.items():
        write_changes(cursor, kind, record, by, changes="undone")
    cursor.execute(MARK)
    return int(cursor.rowcount)


UNDONE: Final = """
DROP TABLE IF EXISTS undone;
CREATE TEMP TABLE undone (result_id bigint, kind text, target_id bigint, outcome text,
    changes jsonb, note text) ON COMMIT DROP
"""
