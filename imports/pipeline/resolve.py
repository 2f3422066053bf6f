"""Step 4: whether each row is new, known, or a question for a person.

Exact identity keys only: the id in the same source, and phone numbers or e-mail addresses that
one person holds as their own. A key that people of different names share in the file or in the
graph identifies nobody. Keys lead to people who are active; one who was archived is a question.
The probabilistic engine answers through the same rows.
"""

from importlib import import_module
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from accounts.selectors import accounts_named
from contacts.models import Suppression
from contacts.services.suppressing import DIGEST_SQL, pads
from core.services.planning import glance
from identity.services.knowing import policy_of
from imports.choices import RowOutcome
from imports.models import RawBatch, Resolution
from imports.pipeline.changes import settle_known
from imports.pipeline.happenings import HAPPENINGS, resolve_happenings

DECIDED = "decided by a person"
ERASED = "erased at the person''s wish"  # as SQL writes it

KEYS = """
DROP TABLE IF EXISTS batch_key, repeated_key, shared_key;
CREATE TEMP TABLE batch_key ON COMMIT DROP AS
SELECT n.row_no, p.kind, p.value, n.name_key
FROM imports_normalisedrow n, jsonb_to_recordset(n.points) AS p(kind text, value text, key boolean)
WHERE n.batch_id = %(batch)s AND n.refusal = '' AND p.key;
ANALYZE batch_key;
CREATE TEMP TABLE repeated_key ON COMMIT DROP AS
SELECT kind, value, min(row_no) AS first_row FROM batch_key
GROUP BY kind, value HAVING count(*) > 1;
ANALYZE repeated_key;
CREATE TEMP TABLE shared_key ON COMMIT DROP AS
SELECT k.kind, k.value
FROM repeated_key r
JOIN batch_key f ON f.kind = r.kind AND f.value = r.value AND f.row_no = r.first_row
JOIN batch_key k ON k.kind = r.kind AND k.value = r.value
GROUP BY k.kind, k.value HAVING NOT bool_and(imports_compatible(k.name_key, f.name_key));
DELETE FROM batch_key k USING shared_key s WHERE s.kind = k.kind AND s.value = k.value;
"""

CONTACTS = """
INSERT INTO imports_resolution
    (batch_id, row_no, outcome, target_id, target_row, reason, candidates)
WITH listed AS (
    SELECT n.row_no, c.id, c.state = 'active' AS active
    FROM imports_normalisedrow n
    JOIN identity_sourcerecord r ON r.source_id = %(source)s AND r.external_id = n.external_id
        AND r.contact_id IS NOT NULL AND r.ended_at IS NULL
    JOIN contacts_contact c ON c.id = r.contact_id
    WHERE n.batch_id = %(batch)s AND n.external_id <> ''
), known AS (
    SELECT row_no, id FROM listed WHERE active
), pairs AS (  -- a row known by its id needs no look at its numbers
    SELECT DISTINCT k.row_no, k.name_key, p.contact_id
    FROM batch_key k
    JOIN contacts_contactpoint p ON p.kind = k.kind AND p.value_norm = k.value
        AND p.is_identity AND p.status IN ('active', 'unverified')
    WHERE k.row_no NOT IN (SELECT row_no FROM known)
), held AS (
    SELECT k.row_no, s.id, s.state = 'active' AS active,
           bool_and(imports_compatible(k.name_key, imports_name_key(c.full_name))) AS named
    FROM pairs k JOIN contacts_contact c ON c.id = k.contact_id
    JOIN contacts_contact s ON s.id = coalesce(c.merged_into_id, c.id)
    GROUP BY 1, 2, 3
), answers AS (
    SELECT row_no, array_agg(id ORDER BY id) AS ids, bool_and(named) AS named
    FROM held WHERE active GROUP BY row_no
), gone AS (
    SELECT row_no, array_agg(DISTINCT id) AS ids
    FROM (SELECT row_no, id, active FROM held UNION ALL SELECT * FROM listed) h
    WHERE NOT active GROUP BY row_no
), firsts AS (
    SELECT k.row_no, min(r.first_row) AS first_row
    FROM batch_key k JOIN repeated_key r ON r.kind = k.kind AND r.value = k.value
        AND r.first_row < k.row_no
    GROUP BY k.row_no
), twins AS (
    SELECT row_no, first_value(row_no) OVER same AS first_row
    FROM imports_normalisedrow WHERE batch_id = %(batch)s AND external_id <> '' AND refusal = ''
    WINDOW same AS (PARTITION BY external_id ORDER BY row_no)
)
SELECT n.batch_id, n.row_no,
    CASE WHEN n.refusal <> '' THEN 'reject'
         WHEN known.id IS NOT NULL THEN 'match'
         WHEN cardinality(a.ids) = 1 AND a.named THEN 'match'
         WHEN coalesce(a.ids, g.ids) IS NOT NULL THEN 'ambiguous'
         WHEN t.first_row < n.row_no OR f.first_row IS NOT NULL THEN 'match'
         ELSE 'create' END,
    CASE WHEN n.refusal <> '' THEN NULL
         WHEN known.id IS NOT NULL THEN known.id
         WHEN cardinality(a.ids) = 1 AND a.named THEN a.ids[1] END,
    CASE WHEN n.refusal = '' AND known.id IS NULL AND a.ids IS NULL AND g.ids IS NULL
         THEN least(nullif(t.first_row, n.row_no), f.first_row) END,
    CASE WHEN n.refusal <> '' THEN n.refusal
         WHEN known.id IS NOT NULL THEN 'known by its id in this source'
         WHEN cardinality(a.ids) = 1 AND a.named THEN 'the same number or e-mail, and the name fits'
         WHEN cardinality(a.ids) = 1 THEN 'the same number or e-mail under another name'
         WHEN a.ids IS NOT NULL THEN 'its numbers and e-mails belong to several people'
         WHEN g.ids IS NOT NULL THEN 'somebody who was archived has its id, number or e-mail'
         WHEN t.first_row < n.row_no THEN 'the same id as an earlier row'
         WHEN f.first_row IS NOT NULL THEN 'the same person as an earlier row'
         ELSE 'nobody holds its number or e-mail yet' END,
    CASE WHEN n.refusal <> '' OR known.id IS NOT NULL THEN NULL
         WHEN cardinality(a.ids) > 1 OR NOT a.named THEN to_jsonb(a.ids)
         WHEN a.ids IS NULL THEN to_jsonb(g.ids) END
FROM imports_normalisedrow n
LEFT JOIN known USING (row_no)
LEFT JOIN answers a USING (row_no)
LEFT JOIN gone g USING (row_no)
LEFT JOIN firsts f USING (row_no)
LEFT JOIN twins t USING (row_no)
WHERE n.batch_id = %(batch)s
"""

# a number that different people in the file share may stand on each of them, and claims nothing
UNCLAIM = """
UPDATE imports_normalisedrow n
SET points = (
    SELECT jsonb_agg(CASE WHEN s.kind IS NULL THEN o.item
                          ELSE o.item || '{"key": false, "shared": true}' END ORDER BY o.ord)
    FROM jsonb_array_elements(n.points) WITH ORDINALITY o(item, ord)
    LEFT JOIN shared_key s ON s.kind = o.item ->> 'kind' AND s.value = o.item ->> 'value')
WHERE n.batch_id = %(batch)s AND n.points <> '[]' AND EXISTS (
    SELECT FROM jsonb_array_elements(n.points) item
    JOIN shared_key s ON s.kind = item ->> 'kind' AND s.value = item ->> 'value')
"""

# before the question is asked anew: a number shared no more may claim somebody again
RECLAIM = """
UPDATE imports_normalisedrow n
SET points = (
    SELECT jsonb_agg(CASE WHEN item @> '{"shared": true}'
                          THEN (item - 'shared') || '{"key": true}' ELSE item END ORDER BY ord)
    FROM jsonb_array_elements(n.points) WITH ORDINALITY o(item, ord))
WHERE n.batch_id = %(batch)s AND n.points @> '[{"shared": true}]'
"""

# rows about somebody who was erased, and rows that repeat them, become nobody
SUPPRESS = f"""
WITH erased AS (
    SELECT n.row_no FROM imports_normalisedrow n, core_sourcesystem source
    WHERE n.batch_id = %(batch)s AND source.id = %(source)s AND (EXISTS (
        SELECT FROM jsonb_to_recordset(n.points) AS p(kind text, value text)
        JOIN contacts_suppression s ON s.digest = {
    DIGEST_SQL.format(text="replace(p.kind, 'whatsapp', 'phone') || ':' || p.value")
}
    ) OR n.external_id <> '' AND EXISTS (
        SELECT FROM contacts_suppression s WHERE s.digest = {
    DIGEST_SQL.format(text="'source:' || source.code || ':' || n.external_id")
}))
)
UPDATE imports_resolution r
SET outcome = 'reject', target_row = NULL, candidates = NULL, reason = '{ERASED}'
FROM erased
WHERE r.batch_id = %(batch)s AND r.target_id IS NULL AND r.outcome <> 'reject'
  AND erased.row_no IN (r.row_no, r.target_row)
"""  # noqa: S608 -- made of constants

# what such a row was read as is forgotten at once
FORGET = f"""
UPDATE imports_normalisedrow n
SET name_key = '', external_id = '', entity = '{{}}', points = '[]', extra = '{{}}', issues = NULL
FROM imports_resolution r
WHERE n.batch_id = %(batch)s AND r.batch_id = n.batch_id AND r.row_no = n.row_no
  AND r.reason = '{ERASED}'
"""  # noqa: S608 -- made of constants

# rows the reader itself takes for no data are nobody until a person says so
DOUBTFUL = """
UPDATE imports_resolution r SET outcome = 'ambiguous',
    reason = 'it reads like totals, a note or headings, not like data'
FROM imports_rawrecord w
WHERE r.batch_id = %(batch)s AND w.batch_id = %(batch)s AND w.row_no = r.row_no
  AND r.outcome = 'create' AND w.issues IS NOT NULL
  AND EXISTS (SELECT FROM jsonb_array_elements(w.issues) i WHERE i ->> 'code' = ANY(%(doubtful)s))
"""
# and those whose values read so
DOUBTFUL_VALUES = """
UPDATE imports_resolution r SET outcome = 'ambiguous',
    reason = 'it reads like totals, a note or headings, not like data'
FROM imports_normalisedrow n
WHERE r.batch_id = %(batch)s AND n.batch_id = %(batch)s AND n.row_no = r.row_no
  AND r.outcome = 'create' AND n.issues IS NOT NULL
  AND EXISTS (SELECT FROM jsonb_array_elements(n.issues) i WHERE i ->> 'code' = ANY(%(doubtful)s))
"""
NO_DATA = ["total_row", "note_row", "heading_row", "lone_cell"]

ACCOUNTS = f"""
INSERT INTO imports_resolution (batch_id, row_no, outcome, target_id, target_row, reason)
WITH known AS (
    SELECT n.row_no, r.account_id AS id
    FROM imports_normalisedrow n
    JOIN identity_sourcerecord r ON r.source_id = %(source)s AND r.external_id = n.external_id
        AND r.account_id IS NOT NULL AND r.ended_at IS NULL
    WHERE n.batch_id = %(batch)s AND n.external_id <> ''
), named AS (
    SELECT n.row_no, min(a.id) AS id
    FROM imports_normalisedrow n
    CROSS JOIN LATERAL ({accounts_named("n.entity ->> 'display_name'")}) a
    WHERE n.batch_id = %(batch)s AND n.refusal = '' GROUP BY n.row_no
), twins AS (
    SELECT row_no, first_value(row_no) OVER same AS first_row
    FROM imports_normalisedrow WHERE batch_id = %(batch)s AND refusal = ''
    WINDOW same AS (PARTITION BY coalesce(nullif(external_id, ''), name_key) ORDER BY row_no)
)
SELECT n.batch_id, n.row_no,
    CASE WHEN n.refusal <> '' THEN 'reject'
         WHEN coalesce(known.id, named.id) IS NOT NULL OR t.first_row < n.row_no THEN 'match'
         ELSE 'create' END,
    CASE WHEN n.refusal = '' THEN coalesce(known.id, named.id) END,
    CASE WHEN n.refusal = '' AND coalesce(known.id, named.id) IS NULL
         THEN nullif(t.first_row, n.row_no) END,
    CASE WHEN n.refusal <> '' THEN n.refusal
         WHEN known.id IS NOT NULL THEN 'known by its id in this source'
         WHEN named.id IS NOT NULL THEN 'an account of this name exists'
         WHEN t.first_row < n.row_no THEN 'the same account as an earlier row'
         ELSE 'no account of this name yet' END
FROM imports_normalisedrow n
LEFT JOIN known USING (row_no) LEFT JOIN named USING (row_no) LEFT JOIN twins t USING (row_no)
WHERE n.batch_id = %(batch)s
"""  # noqa: S608 -- made of constants


def resolve(batch: RawBatch) -> None:
    """Resolve every row of the batch in one transaction; run again, it starts afresh."""
    parameters = {"batch": batch.pk, "source": batch.source_id}
    with transaction.atomic(), connection.cursor() as cursor:
        glance(cursor)
        Resolution.objects.filter(batch=batch).delete()
        if batch.entity == "account":
            cursor.execute(ACCOUNTS, parameters)
        elif batch.entity in HAPPENINGS:
            resolve_happenings(cursor, batch)
            settle_known(cursor, batch)
        else:
            _resolve_contacts(cursor, parameters)
            if policy_of(batch.source_id):
                # loaded where a policy asks for it alone: it takes 20 MB of the process
                import_module("imports.pipeline.likely").settle_likely(batch)
        for doubtful in (DOUBTFUL, DOUBTFUL_VALUES):
            cursor.execute(doubtful, {"batch": batch.pk, "doubtful": NO_DATA})
        cursor.execute("ANALYZE imports_resolution (batch_id, row_no, outcome)")


def resolve_again(batch: RawBatch) -> None:
    """Resolve a batch whose rows have changed since."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(RECLAIM, {"batch": batch.pk})
        resolve(batch)


def decide_row(resolution: Resolution, *, outcome: str, target_id: int | None, by_id: int) -> None:
    """Answer an ambiguous row: a new person, one of the candidates, or leave it out."""
    Resolution.objects.filter(batch_id=resolution.batch_id, row_no=resolution.row_no).update(
        outcome=outcome,
        target_id=target_id if outcome == RowOutcome.MATCH else None,
        reason=DECIDED,
        decided_by=by_id,
    )


def _resolve_contacts(cursor: CursorWrapper, parameters: dict[str, Any]) -> None:
    cursor.execute("ANALYZE imports_normalisedrow (batch_id, row_no, external_id, refusal)")
    for statement in KEYS.split(";"):
        if statement.strip():
            cursor.execute(statement, parameters if "%(" in statement else None)
    cursor.execute(CONTACTS, parameters)
    if Suppression.objects.exists():
        cursor.execute(SUPPRESS, parameters | pads())
        cursor.execute(FORGET, parameters)
    cursor.execute("SELECT FROM shared_key LIMIT 1")
    if cursor.rowcount:
        cursor.execute(UNCLAIM, parameters)
