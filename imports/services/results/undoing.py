"""Undoing what rows made besides people and accounts: archived, unless people touched it since.

What rows changed is restored by `restoring`.
"""

from typing import Any, Final

from django.db import connection
from django.db.backends.utils import CursorWrapper

from activities.services import refresh_summaries
from contacts.services.consenting import follow_answers
from core.models import User
from core.services import acting, audit
from imports.choices import ResultKind
from imports.models import RawBatch
from imports.services.results.around import count_versions
from imports.services.results.kinds import kept_kinds
from imports.services.results.restoring import restore_changed

UNDO: Final = """
WITH undone AS (
    UPDATE {table} t SET {sets}, version = t.version + 1, updated_at = now(),
        updated_by_id = %(by)s
    FROM imports_rowresult r
    WHERE r.batch_id = %(batch)s AND r.kind = %(kind)s AND r.reverted = ''
      AND r.outcome = 'created' AND t.id = r.target_id AND {untouched}
      AND NOT EXISTS (SELECT FROM imports_rowresult o WHERE o.kind = r.kind
                      AND o.target_id = t.id AND o.batch_id <> r.batch_id AND o.reverted = '')
      AND (t.version = 1 OR NOT EXISTS (  -- imports that were undone are no work of people
          SELECT FROM {history} h WHERE h.id = t.id AND h.version > 1
          AND coalesce(h.history_change_reason, '') !~ '^(import|revert):'))
    RETURNING r.id
)
UPDATE imports_rowresult r
SET reverted = CASE WHEN u.id IS NULL THEN 'kept' ELSE 'archived' END
FROM imports_rowresult o LEFT JOIN undone u USING (id)
WHERE r.id = o.id AND o.batch_id = %(batch)s AND o.kind = %(kind)s AND o.reverted = ''
  AND o.outcome = 'created'
"""
# an answer that still stands is followed by the one it followed, or by none
ANSWERS: Final = """
WITH undone AS (
    SELECT r.id AS result_id, c.contact_id, c.purpose, p.status AS before
    FROM imports_rowresult r JOIN contacts_consentrecord c ON c.id = r.target_id
    LEFT JOIN LATERAL (
        SELECT o.status FROM contacts_consentrecord o
        WHERE o.contact_id = c.contact_id AND o.purpose = c.purpose AND (o.at, o.id) < (c.at, c.id)
        ORDER BY o.at DESC, o.id DESC LIMIT 1) p ON true
    WHERE r.batch_id = %(batch)s AND r.kind = 'consent' AND r.reverted = ''
      AND NOT EXISTS (SELECT FROM contacts_consentrecord o
        WHERE o.contact_id = c.contact_id AND o.purpose = c.purpose AND (o.at, o.id) > (c.at, c.id))
), restored AS (
    INSERT INTO contacts_consentrecord (uid, contact_id, purpose, status, lawful_basis,
        notice_version, language, channel, evidence, captured_by_id, at)
    SELECT uuidv7(), contact_id, purpose, coalesce(before, 'expired'), 'consent', '', '', 'import',
           %(evidence)s, %(by)s, statement_timestamp() FROM undone ORDER BY result_id
)
UPDATE imports_rowresult r
SET reverted = CASE WHEN u.result_id IS NULL THEN 'kept' ELSE 'restored' END
FROM imports_rowresult o LEFT JOIN undone u ON u.result_id = o.id
WHERE r.id = o.id AND o.batch_id = %(batch)s AND o.kind = 'consent' AND o.reverted = ''
"""


def undo_results(batch: RawBatch, *, by: User) -> int:
    """Undo what the rows of a batch made and nobody touched since; return how many there were.

    What people worked on since is kept and counted as kept; run again, it finds nothing to do.
    """
    kinds = set(
        batch.results.filter(reverted="").order_by().values_list("kind", flat=True).distinct()
    )
    if not kinds:
        return 0
    with acting(by, f"revert:{batch.uid}"), connection.cursor() as cursor:
        parameters: dict[str, Any] = {"batch": batch.pk, "by": by.pk}
        rows = restore_changed(cursor, batch, by)
        for kind, kept in kept_kinds().items():
            if kind in kinds:
                statement = UNDO.format(
                    table=kept.table,
                    history=kept.history,
                    sets=kept.sets,
                    untouched=kept.untouched,
                )
                cursor.execute(statement, parameters | {"kind": str(kind)})
                rows += int(cursor.rowcount)
        if ResultKind.CONSENT in kinds:
            rows += _undo_answers(cursor, batch, by, parameters)
        refresh_summaries(_people(cursor, batch))
        audit("import.results_reverted", by=by, batch_uid=batch.uid, payload={"records": rows})
    return rows


def _undo_answers(
    cursor: CursorWrapper, batch: RawBatch, by: User, parameters: dict[str, Any]
) -> int:
    evidence = f"undoing of import {batch.uid}"
    cursor.execute(ANSWERS, parameters | {"evidence": evidence})
    rows = int(cursor.rowcount)
    cursor.execute(
        "SELECT DISTINCT contact_id FROM contacts_consentrecord WHERE evidence = %s", [evidence]
    )
    moved = follow_answers([row[0] for row in cursor.fetchall()], by=by)
    count_versions(cursor, batch, moved)
    return rows


def _people(cursor: CursorWrapper, batch: RawBatch) -> list[int | None]:
    cursor.execute(
        """
        SELECT DISTINCT coalesce(i.contact_id, t.contact_id) FROM imports_rowresult r
        LEFT JOIN activities_interaction i ON r.kind = 'interaction' AND i.id = r.target_id
        LEFT JOIN activities_task t ON r.kind = 'task' AND t.id = r.target_id
        WHERE r.batch_id = %s AND r.kind IN ('interaction', 'task')
        """,
        [batch.pk],
    )
    return [row[0] for row in cursor.fetchall()]
