"""What an older machine concluded about leads: insights, never fields."""

from typing import Final

from django.db.backends.utils import CursorWrapper

from contacts.services.bulk import Origin, insert_rows
from core.models import User
from imports.models import RawBatch
from imports.registry import Kept
from oracle_bridge.models import Insight

SOURCE: Final = "legacy:leads_intelligence"
KEPT: Final = Kept(
    "oracle_bridge_insight",
    "oracle_bridge_historicalinsight",
    "status = 'dismissed'",
    "t.status = 'active'",
    "concat_ws('|', t.kind, t.body, t.data, t.confidence, extract(epoch FROM t.at))",
)
UNSURE: Final = 0.5

# every other filled cell of the row stays with the insight, under its column's name
STAGE: Final = """
ALTER TABLE made ADD COLUMN data jsonb;
UPDATE made s SET kind = 'insight', id = nextval('oracle_bridge_insight_id_seq'), data = coalesce((
    SELECT jsonb_object_agg(c.header, r.cells ->> c.position)
    FROM imports_rawrecord r, imports_columnmapping c
    JOIN imports_mappingmanifest m ON m.id = c.manifest_id AND m.state = 'approved'
    WHERE r.batch_id = %(batch)s AND r.row_no = s.row_no AND m.batch_id = %(batch)s
      AND c.target NOT IN ('activity.external_id', 'activity.contact', 'activity.body',
                           'activity.date', 'contact.phone', 'contact.whatsapp', 'contact.email')
      AND trim(coalesce(r.cells ->> c.position, '')) <> ''), '{}')
"""
CONFIDENCE: Final = f"""CASE WHEN s.data ->> 'confidence' ~ '^(0(\\.\\d+)?|1(\\.0+)?)$'
    THEN (s.data ->> 'confidence')::float8 ELSE {UNSURE} END"""


def write_insights(cursor: CursorWrapper, batch: RawBatch, by: User) -> None:
    """Make an insight of every staged row of legacy intelligence; each row has its person.

    Values stay data of the insight: nothing of it reaches a field of a client without a person.
    """
    for statement in STAGE.split(";\n"):
        cursor.execute(statement, {"batch": batch.pk} if "%(" in statement else None)
    expressions = {
        "id": "s.id",
        "contact_id": "s.contact_id",
        "kind": "'legacy_intelligence'",
        "title": "'What the older system concluded'",
        "body": "coalesce(s.entity ->> 'body', '')",
        "data": "s.data",
        "confidence": CONFIDENCE,
        "produced_by_id": "%(source)s",
        "external_id": "left(s.external_id, 200)",
        "model_version": "left(coalesce(s.data ->> 'model_version', s.data ->> 'model', ''), 60)",
        "based_on": "'[]'::jsonb",  # a list of Python would be an array
        "at": "(s.entity ->> 'occurred_at')::timestamptz",
    }
    origin = Origin(by.pk, batch.source_id)
    insert_rows(cursor, Insight, expressions, "FROM made s ORDER BY s.row_no", origin)
