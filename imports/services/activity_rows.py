"""Rows of conversations and activities: approved, they become interactions and transcripts.

A row finds its person by the id the same source, or a legacy table beside it, gave them, or by a
number or address one person claims. Without a person the interaction waits in the unresolved
queue: its contact is empty and `counterparty_raw` says what is known.
"""

from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from activities.models import Interaction, Transcript
from activities.services import refresh_summaries
from contacts.services.bulk import Origin, insert_rows
from core.models import User
from core.services import acting, audit
from imports.models import RawBatch

CHUNK = 5_000
USUAL = {"legacy:leads_intelligence": "note_event"}  # the kind of rows that name no channel
ROWS = """
FROM imports_resolution r JOIN imports_normalisedrow n USING (batch_id, row_no),
     jsonb_to_record(n.entity) AS e(kind text, direction text, occurred_at timestamptz,
        subject text, body text, counterparty text, duration_s int)
WHERE r.batch_id = %(batch)s AND r.row_no > %(after)s AND r.row_no <= %(upto)s
  AND r.outcome = 'create'
"""
ONCE = "ON CONFLICT (source_system_id, external_id) WHERE external_id <> '' DO NOTHING"
NAME = "coalesce(nullif(n.external_id, ''), %(uid)s || ':' || n.row_no)"

SPOKEN = f"""
FROM imports_resolution r JOIN imports_normalisedrow n USING (batch_id, row_no)
JOIN activities_interaction i ON i.source_system_id = %(source)s AND i.external_id = {NAME}
WHERE r.batch_id = %(batch)s AND r.row_no > %(after)s AND r.row_no <= %(upto)s
  AND r.outcome = 'create' AND n.extra ? '_lines'
ON CONFLICT (interaction_id, text_sha256) DO NOTHING
"""
SEGMENTS = f"""
INSERT INTO activities_transcriptsegment (transcript_id, seq, speaker, t0, t1, text)
SELECT t.id, l.ord - 1, l.line ->> 0, l.ord - 1, l.ord - 1, l.line ->> 1
FROM imports_resolution r JOIN imports_normalisedrow n USING (batch_id, row_no)
JOIN activities_interaction i ON i.source_system_id = %(source)s AND i.external_id = {NAME}
JOIN activities_transcript t ON t.interaction_id = i.id AND t.engine = 'import'
CROSS JOIN LATERAL jsonb_array_elements(n.extra -> '_lines') WITH ORDINALITY l(line, ord)
WHERE r.batch_id = %(batch)s AND r.row_no > %(after)s AND r.row_no <= %(upto)s
  AND r.outcome = 'create'
ON CONFLICT (transcript_id, seq) DO NOTHING
"""  # noqa: S608 -- SQL of our own constants


def commit_activities(batch: RawBatch, *, by: User, after: int) -> tuple[int, int]:
    """Write the next rows in one transaction; return the last row and how many were written.

    Rows another process wrote are left alone, so a worker may be killed at any point.
    """
    with acting(by, f"import:{batch.uid}"), connection.cursor() as cursor:
        upto = _last_row(cursor, batch, after)
        if upto is None:
            return after, 0
        parameters: dict[str, Any] = {"batch": batch.pk, "after": after, "upto": upto}
        parameters["uid"] = str(batch.uid)
        written = _insert(cursor, batch, by, parameters)
        audit(
            "import.chunk_applied",
            by=by,
            batch_uid=batch.uid,
            proposal_uid=batch.proposal.uid if batch.proposal else None,
            payload={"after": after, "upto": upto, "rows": written},
        )
    return upto, written


def _insert(cursor: CursorWrapper, batch: RawBatch, by: User, parameters: dict[str, Any]) -> int:
    origin = Origin(by.pk, batch.source_id)
    parameters["usual"] = USUAL.get(batch.source.code, "chat")
    expressions = {
        "key": "'interaction' || n.row_no",
        "contact_id": "r.target_id",
        "kind": "coalesce(e.kind, %(usual)s)",
        "direction": "coalesce(e.direction, 'internal')",
        "occurred_at": "e.occurred_at",
        "duration_s": "e.duration_s",
        "subject": "coalesce(e.subject, '')",
        "body": "coalesce(e.body, '')",
        "snippet": "left(regexp_replace(coalesce(e.body, ''), '\\s+', ' ', 'g'), 280)",
        "counterparty_raw": "left(coalesce(e.counterparty, ''), 300)",
        "source_system_id": "%(source)s",
        "external_id": NAME,
        "action_items": "'[]'::jsonb",  # a list of Python would be an array
    }
    insert_rows(cursor, Interaction, expressions, ROWS + ONCE, origin, **parameters)
    written = int(cursor.rowcount)
    transcript = {
        "key": "'transcript' || n.row_no",
        "interaction_id": "i.id",
        "engine": "'import'",
        "text_sha256": "encode(sha256(convert_to(n.extra ->> '_lines', 'UTF8')), 'hex')",
        "state": "'quarantined'",
    }
    insert_rows(cursor, Transcript, transcript, SPOKEN, origin, **parameters)
    cursor.execute(SEGMENTS, parameters | {"source": batch.source_id})
    cursor.execute(
        "SELECT DISTINCT target_id FROM imports_resolution WHERE batch_id = %(batch)s"
        " AND row_no > %(after)s AND row_no <= %(upto)s AND target_id IS NOT NULL",
        parameters,
    )
    refresh_summaries([row[0] for row in cursor.fetchall()])
    return written


def _last_row(cursor: CursorWrapper, batch: RawBatch, after: int) -> int | None:
    cursor.execute(
        "SELECT max(row_no) FROM (SELECT row_no FROM imports_resolution"
        " WHERE batch_id = %s AND row_no > %s ORDER BY row_no LIMIT %s) r",
        [batch.pk, after, CHUNK],
    )
    last: int | None = cursor.fetchone()[0]
    return last


# what people touched since stays
ARCHIVE = f"""
UPDATE activities_interaction i SET state = 'archived', version = i.version + 1,
    updated_at = now(), updated_by_id = %(by)s
FROM imports_resolution r JOIN imports_normalisedrow n USING (batch_id, row_no)
WHERE r.batch_id = %(batch)s AND r.outcome = 'create' AND i.source_system_id = %(source)s
  AND i.external_id = {NAME} AND i.version = 1 AND i.state = 'active'
"""  # noqa: S608 -- SQL of our own constants


def revert_activities(batch: RawBatch, *, by: User) -> int:
    """Archive what a batch wrote and nobody touched since; return how many that were."""
    with acting(by, f"import.revert:{batch.uid}"), connection.cursor() as cursor:
        parameters: dict[str, Any] = {"batch": batch.pk, "by": by.pk, "uid": str(batch.uid)}
        cursor.execute(ARCHIVE, parameters | {"source": batch.source_id})
        archived = int(cursor.rowcount)
        cursor.execute(
            "SELECT DISTINCT target_id FROM imports_resolution"
            " WHERE batch_id = %s AND target_id IS NOT NULL",
            [batch.pk],
        )
        refresh_summaries([row[0] for row in cursor.fetchall()])
    return archived
