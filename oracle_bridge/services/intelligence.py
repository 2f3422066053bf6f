"""What an older machine concluded about leads: insights, never fields."""

from django.db import connection

from contacts.services.bulk import Origin, insert_rows
from core.services import acting, audit
from imports.models import RawBatch
from oracle_bridge.models import Insight

# one insight a row whose person is known; all other columns stay with it as data
ROWS = """
FROM imports_resolution r JOIN imports_normalisedrow n USING (batch_id, row_no)
WHERE r.batch_id = %(batch)s AND r.outcome = 'create' AND r.target_id IS NOT NULL
  AND n.external_id <> ''
ON CONFLICT (produced_by_id, external_id) WHERE external_id <> '' DO NOTHING
"""
UNSURE = 0.5


def insights_of_batch(batch_id: int) -> int:
    """Make an insight of every row of applied legacy intelligence, once; return how many are new.

    Values stay data of the insight: nothing of it reaches a field of a client without a person.
    """
    batch = RawBatch.objects.select_related("source", "uploaded_by").get(pk=batch_id)
    expressions = {
        "key": "n.row_no::text",
        "contact_id": "r.target_id",
        "kind": "'legacy_intelligence'",
        "title": "'What the older system concluded'",
        "body": "coalesce(n.entity ->> 'body', '')",
        "data": "n.extra - '_person' - '_lines'",
        "confidence": str(UNSURE),
        "produced_by_id": "%(source)s",
        "external_id": "n.external_id",
        "based_on": "'[]'::jsonb",
        "at": "(n.entity ->> 'occurred_at')::timestamptz",
    }
    with acting(batch.uploaded_by, f"import:{batch.uid}"), connection.cursor() as cursor:
        origin = Origin(batch.uploaded_by_id, batch.source_id)
        insert_rows(cursor, Insight, expressions, ROWS, origin, batch=batch.pk)
        made = int(cursor.rowcount)
        if made:
            audit("insights.imported", by=batch.uploaded_by, batch_uid=batch.uid,
                  payload={"insights": made})  # fmt: skip
    return made
