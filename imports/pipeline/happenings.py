"""Resolving rows about people: activities, messages and deals. Exact identity, or a question.

A row is about the person that the same source, or the legacy table beside it, knows by its id;
else the one who claims its numbers and addresses, where the name fits. A name alone identifies
nobody: people of that name are candidates for a person to choose from. A row whose id the source
gave before is about the record it made then; `changes` says what it changes.
"""

from typing import Any, Final

from django.db.backends.utils import CursorWrapper

from contacts.models import Suppression
from contacts.services.suppressing import DIGEST_SQL, pads
from imports.choices import Entity
from imports.models import RawBatch
from imports.pipeline.chats import read_chat
from imports.registry import writer_of

HAPPENINGS: Final = (Entity.ACTIVITY, Entity.OPPORTUNITY)
MOST: Final = 5  # people of one name who are offered

# rows without an id are known by their cells, so that a longer export of the same is recognised;
# messages of a chat by their thread and cells: one text goes to many
NAME_ROWS: Final = """
UPDATE imports_normalisedrow n SET external_id = x.name || '#' || x.nth
FROM (SELECT y.row_no, y.name, row_number() OVER (PARTITION BY y.name ORDER BY y.row_no) AS nth
      FROM (SELECT n.row_no, 'row:' || left(encode(sha256(r.row_sha256 ||
                convert_to(coalesce(n.extra ->> '_thread', ''), 'UTF8')), 'hex'), 40) AS name
            FROM imports_normalisedrow n JOIN imports_rawrecord r USING (batch_id, row_no)
            WHERE n.batch_id = %(batch)s AND n.refusal = ''
              AND (n.external_id = '' OR n.external_id LIKE 'row:%%')) y) x
WHERE n.batch_id = %(batch)s AND n.row_no = x.row_no
"""

RESOLVE: Final = """
INSERT INTO imports_resolution (batch_id, row_no, outcome, target_id, reason, candidates, known_id)
WITH said AS (
    SELECT n.row_no, coalesce(k.merged_into_id, k.id) AS id, true AS by_id, true AS fits
    FROM imports_normalisedrow n
    JOIN identity_sourcerecord r ON r.external_id = n.extra ->> '_person' AND r.ended_at IS NULL
        AND r.contact_id IS NOT NULL
    JOIN core_sourcesystem s ON s.id = r.source_id
    JOIN contacts_contact k ON k.id = r.contact_id
    WHERE n.batch_id = %(batch)s AND n.refusal = '' AND n.extra ->> '_person' <> ''
      AND (r.source_id = %(source)s OR (%(legacy)s AND s.code = 'legacy:leads'))
    UNION ALL
    SELECT n.row_no, coalesce(k.merged_into_id, k.id), false,
           coalesce(n.extra ->> '_name', '') = ''
               OR imports_compatible(imports_name_key(n.extra ->> '_name'),
                                     imports_name_key(k.full_name))
    FROM imports_normalisedrow n
    CROSS JOIN LATERAL jsonb_to_recordset(n.points) p(kind text, value text)
    JOIN contacts_contactpoint o ON o.value_norm = p.value AND o.is_identity
        AND o.status IN ('active', 'unverified') AND (o.kind = 'email') = (p.kind = 'email')
    JOIN contacts_contact k ON k.id = o.contact_id AND k.state IN ('active', 'merged')
    WHERE n.batch_id = %(batch)s AND n.refusal = ''
), people AS (
    SELECT row_no, array_agg(DISTINCT id) FILTER (WHERE by_id) AS by_id,
           array_agg(DISTINCT id) FILTER (WHERE NOT by_id) AS by_key,
           coalesce(bool_and(fits) FILTER (WHERE NOT by_id), false) AS fits
    FROM said GROUP BY row_no
), namesakes AS (
    SELECT n.row_no, (array_agg(k.id ORDER BY k.id))[1:%(most)s] AS ids
    FROM imports_normalisedrow n
    JOIN contacts_contact k ON core_fold(k.full_name) = core_fold(n.extra ->> '_name')
        AND k.state = 'active'
    WHERE n.batch_id = %(batch)s AND n.refusal = '' AND n.extra ->> '_name' <> ''
      AND n.row_no NOT IN (SELECT row_no FROM people)
    GROUP BY n.row_no
), known AS (
    SELECT DISTINCT ON (n.row_no) n.row_no, x.id, x.kind
    FROM imports_normalisedrow n
    JOIN imports_rawbatch b ON b.source_id = %(source)s AND b.id <> n.batch_id
    JOIN imports_normalisedrow m ON m.batch_id = b.id AND m.external_id = n.external_id
    JOIN imports_rowresult x ON x.batch_id = m.batch_id AND x.row_no = m.row_no
        AND (x.reverted = '' OR x.reverted = 'kept' AND x.outcome = 'created')
        AND x.kind IN ('interaction', 'task', 'opportunity', 'insight')
    WHERE n.batch_id = %(batch)s AND n.external_id <> '' AND b.entity = %(entity)s
    ORDER BY n.row_no, x.id DESC
), answers AS (
    SELECT n.row_no, n.refusal, w.id AS known_id,
           -- what is known by its cells says what it said; a conclusion stays as it came
           w.id IS NOT NULL AND (w.kind = 'insight' OR n.external_id LIKE 'row:%%') AS same,
           q.by_id IS NOT NULL AS by_id,
           row_number() OVER (PARTITION BY coalesce(nullif(n.external_id, ''), n.row_no::text),
                              n.refusal <> '' ORDER BY n.row_no) > 1 AS repeats,
           CASE WHEN cardinality(q.by_id) = 1 THEN q.by_id[1]
                WHEN q.by_id IS NULL AND cardinality(q.by_key) = 1 AND q.fits THEN q.by_key[1]
           END AS id,
           coalesce(q.by_id, q.by_key, s.ids) AS ids, q.by_key IS NOT NULL AS by_key
    FROM imports_normalisedrow n LEFT JOIN people q USING (row_no)
    LEFT JOIN namesakes s USING (row_no) LEFT JOIN known w USING (row_no)
    WHERE n.batch_id = %(batch)s
)
SELECT %(batch)s, row_no,
    CASE WHEN refusal <> '' THEN 'reject' WHEN repeats OR same THEN 'skip'
         WHEN known_id IS NOT NULL THEN 'match' WHEN id IS NOT NULL THEN 'create'
         WHEN ids IS NOT NULL OR %(needs_person)s OR %(asks)s THEN 'ambiguous' ELSE 'create' END,
    CASE WHEN refusal = '' AND NOT repeats AND NOT same THEN id END,
    CASE WHEN refusal <> '' THEN refusal
         WHEN repeats THEN 'the same id as an earlier row'
         WHEN known_id IS NOT NULL THEN 'known already by its id in this source'
         WHEN id IS NOT NULL AND by_id THEN 'its person is known by their id'
         WHEN id IS NOT NULL THEN 'its person is known by their number or e-mail'
         WHEN by_key AND cardinality(ids) = 1 THEN 'the same number or e-mail under another name'
         WHEN by_key OR by_id THEN 'its keys belong to several people'
         WHEN ids IS NOT NULL THEN 'only the name fits'
         WHEN %(needs_person)s THEN 'nobody here is its person: bring the people first'
         WHEN %(asks)s THEN 'nobody knows whom it was with'
         ELSE 'nobody knows whom it was with; it waits for its person' END,
    CASE WHEN refusal = '' AND known_id IS NULL AND NOT repeats AND id IS NULL
         THEN to_jsonb(ids) END,
    CASE WHEN refusal = '' AND NOT repeats AND NOT same THEN known_id END
FROM answers
"""

# what was said with somebody who was erased does not come back
ERASED: Final = f"""
UPDATE imports_resolution r
SET outcome = 'reject', target_id = NULL, candidates = NULL,
    reason = 'erased at the person''s wish'
FROM imports_normalisedrow n
WHERE r.batch_id = %(batch)s AND n.batch_id = r.batch_id AND n.row_no = r.row_no
  AND r.target_id IS NULL AND r.outcome <> 'reject' AND EXISTS (
    SELECT FROM jsonb_to_recordset(n.points) AS p(kind text, value text)
    JOIN contacts_suppression s ON s.digest = {
    DIGEST_SQL.format(text="replace(p.kind, 'whatsapp', 'phone') || ':' || p.value")
})
"""  # noqa: S608 -- made of constants
FORGET: Final = """
UPDATE imports_normalisedrow n
SET name_key = '', external_id = '', entity = '{}', points = '[]', extra = '{}', issues = NULL
FROM imports_resolution r
WHERE n.batch_id = %(batch)s AND r.batch_id = n.batch_id AND r.row_no = n.row_no
  AND r.reason = 'erased at the person''s wish'
"""


def needs_person(batch: RawBatch) -> bool:
    """Return whether the batch's rows are nothing without their person: deals, conclusions."""
    return batch.entity == Entity.OPPORTUNITY or writer_of(batch.source.code) is not None


def resolve_happenings(cursor: CursorWrapper, batch: RawBatch) -> None:
    """Say for every row of activities or deals whom it is about, in the caller's transaction."""
    parameters: dict[str, Any] = {
        "batch": batch.pk,
        "source": batch.source_id,
        "entity": batch.entity,
        "legacy": batch.source.code.startswith("legacy:"),
        "needs_person": needs_person(batch),
        # whom chats and logs do not name are many, and are told by their numbers later
        "asks": batch.kind != "whatsapp" and not batch.source.code.startswith("legacy:"),
        "most": MOST,
    }
    if batch.kind == "whatsapp":
        read_chat(cursor, batch)
    cursor.execute(NAME_ROWS, parameters)
    cursor.execute("ANALYZE imports_normalisedrow (batch_id, row_no, external_id, refusal)")
    cursor.execute(RESOLVE, parameters)
    if Suppression.objects.exists():
        cursor.execute(ERASED, parameters | pads())
        cursor.execute(FORGET, parameters)
