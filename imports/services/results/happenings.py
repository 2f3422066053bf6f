"""Interactions with their transcripts, and tasks, from the staged rows of a range."""

from typing import Final

from django.db.backends.utils import CursorWrapper

from activities.models import Interaction, Task, Transcript
from contacts.services.bulk import Origin, insert_rows
from core.models import User
from imports.models import RawBatch
from imports.pipeline.said import DETAILS, SNIPPET, TASK_KIND, TASK_STATUS, TITLE

HAPPENED: Final = """
FROM made s, jsonb_to_record(s.entity) AS e(kind text, direction text, occurred_at timestamptz,
    subject text, body text, counterparty text, duration_s int, outcome text)
WHERE s.kind = 'interaction' ORDER BY s.row_no
"""
TO_DO: Final = """
FROM made s, jsonb_to_record(s.entity) AS e(kind text, occurred_at timestamptz, subject text,
    body text, done boolean, outcome text)
WHERE s.kind = 'task' ORDER BY s.row_no
"""
POINT: Final = """(SELECT min(p.id) FROM contacts_contactpoint p
    WHERE p.contact_id = s.contact_id AND p.status <> 'retired'
      AND p.value_norm = s.points -> 0 ->> 'value')"""
SPOKEN: Final = "FROM made s WHERE s.kind = 'interaction' AND s.extra ? '_lines'"
SEGMENTS: Final = """
INSERT INTO activities_transcriptsegment (transcript_id, seq, speaker, t0, t1, text)
SELECT t.id, l.ord - 1, l.line ->> 0, l.ord - 1, l.ord - 1, l.line ->> 1
FROM made s JOIN activities_transcript t ON t.interaction_id = s.id AND t.engine = 'import'
CROSS JOIN LATERAL jsonb_array_elements(s.extra -> '_lines') WITH ORDINALITY l(line, ord)
WHERE s.kind = 'interaction'
"""


def write_happenings(cursor: CursorWrapper, batch: RawBatch, by: User) -> None:
    """Insert the interactions, transcripts and tasks of the staged rows.

    A transcript is quarantined: no consent to a recording came with it.
    """
    origin = Origin(by.pk, batch.source_id)
    _insert_interactions(cursor, origin)
    _insert_transcripts(cursor, origin)
    _insert_tasks(cursor, batch, origin)


def _insert_interactions(cursor: CursorWrapper, origin: Origin) -> None:
    expressions = {
        "id": "s.id",
        "contact_id": "s.contact_id",
        "account_id": "s.account_id",
        "opportunity_id": "s.deal_id",
        "user_id": "s.user_id",
        "channel_point_id": POINT,
        "kind": "coalesce(e.kind, 'chat')",
        "direction": "coalesce(e.direction, 'internal')",
        "occurred_at": "e.occurred_at",
        "duration_s": "e.duration_s",
        "subject": "coalesce(e.subject, '')",
        "body": "coalesce(e.body, '')",
        "snippet": SNIPPET.format("coalesce(e.body, '')"),
        "counterparty_raw": "left(coalesce(e.counterparty, ''), 300)",
        "outcome": "coalesce(e.outcome, '')",
        "source_system_id": "%(source)s",
        "external_id": "left(s.external_id, 200)",
        "thread_id": "left(coalesce(s.extra ->> '_thread', ''), 200)",
        "action_items": "'[]'::jsonb",  # a list of Python would be an array
    }
    insert_rows(cursor, Interaction, expressions, HAPPENED, origin)


def _insert_transcripts(cursor: CursorWrapper, origin: Origin) -> None:
    expressions = {
        "interaction_id": "s.id",
        "engine": "'import'",
        "text_sha256": "encode(sha256(convert_to(s.extra ->> '_lines', 'UTF8')), 'hex')",
        "state": "'quarantined'",
    }
    insert_rows(cursor, Transcript, expressions, SPOKEN, origin)
    if cursor.rowcount:
        cursor.execute(SEGMENTS)


def _insert_tasks(cursor: CursorWrapper, batch: RawBatch, origin: Origin) -> None:
    expressions = {
        "id": "s.id",
        "contact_id": "s.contact_id",
        "account_id": "s.account_id",
        "opportunity_id": "s.deal_id",
        "assignee_id": "s.owner_id",
        "title": TITLE,
        "details": f"coalesce({DETAILS}, '')",
        "kind": f"coalesce({TASK_KIND}, 'follow_up')",
        "due_at": "e.occurred_at",
        "status": f"coalesce({TASK_STATUS}, 'open')",
        "completed_at": """CASE WHEN e.done AND coalesce(e.outcome, '') <> 'cancelled'
            THEN coalesce(e.occurred_at, now()) END""",
        "origin": "'import'",
        "origin_uid": "%(of)s::uuid",
    }
    insert_rows(cursor, Task, expressions, TO_DO, origin, of=str(batch.uid))
