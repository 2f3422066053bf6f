"""What the rows of a file say about consent, before any of it is written."""

from typing import Final

from django.db import connection

from contacts.choices import ConsentPurpose, ConsentStatus
from imports.choices import ManifestState
from imports.models import ColumnMapping, RawBatch

# {purpose: answer} of a row; those read by earlier releases hold one answer, about everything
ANSWERS_OF: Final = """coalesce(n.extra -> '_answers', CASE WHEN n.extra ? '_answer'
    THEN jsonb_build_object('marketing', n.extra -> '_answer') END)"""
COLUMNS: Final = (
    "contact.email_opt_out",
    "contact.sms_opt_out",
    "contact.do_not_call",
    "contact.email_consent",
)
COUNT: Final = f"""
SELECT e.key, e.value, count(*)
FROM imports_normalisedrow n JOIN imports_resolution r USING (batch_id, row_no),
LATERAL jsonb_each_text({ANSWERS_OF}) e
WHERE n.batch_id = %s AND r.outcome IN ('create', 'match') GROUP BY 1, 2 ORDER BY 2, 1
"""  # noqa: S608 -- made of constants


def answers_planned(batch: RawBatch) -> dict[str, int]:
    """Return how many rows that would be written say what about consent, by what they say.

    What a person has answered the same before is not written again. A mapping without such a
    column costs one look at it.
    """
    columns = ColumnMapping.objects.filter(
        manifest__batch=batch, manifest__state=ManifestState.APPROVED, target__in=COLUMNS
    )
    if not columns.exists():
        return {}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [batch.pk])
        return {_in_words(purpose, answer): rows for purpose, answer, rows in cursor.fetchall()}


def _in_words(purpose: str, answer: str) -> str:
    return f"{ConsentPurpose(purpose).label}: {ConsentStatus(answer).label.lower()}"
