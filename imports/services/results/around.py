"""Notes, tasks, answers and enquiries that come with people, set-based, beside their commit.

A file whose confirmed mapping has no such column costs one look at the mapping a range.
"""

from typing import Any, Final

from django.db.backends.utils import CursorWrapper

from activities.models import Note, Task
from activities.services import refresh_summaries
from contacts.choices import ConsentPurpose
from contacts.models import Contact
from contacts.registry import tell
from contacts.services.bulk import Origin, insert_rows
from contacts.services.consenting import follow_answers
from core.models import User
from imports.choices import ManifestState
from imports.models import ColumnMapping, RawBatch
from imports.pipeline.answers import ANSWERS_OF
from imports.projection.around import HANDLERS, LINED
from imports.services.results.enquiries import write_enquiries
from imports.services.staging import run

ALONE: Final = {f"contact.{name}" for name in LINED}  # they make no note

# what the rows of the range say, once: a note the person has, a task that is open for them at
# that moment and an answer that holds already are left out, and nothing undoes a refusal
STAGE: Final = """
DROP TABLE IF EXISTS around;
CREATE TEMP TABLE around ON COMMIT DROP AS
SELECT s.row_no, s.contact_id, c.owner_id, c.full_name,
       CASE WHEN n.extra ->> 'notes' <> '' THEN concat_ws(E'\\n', n.extra ->> 'notes',
           'Lead status: ' || nullif(n.extra ->> 'lead_status', ''),
           'Lead source: ' || nullif(n.extra ->> 'lead_source', '')) END AS body,
       (n.extra ->> 'next_followup_at')::timestamptz AS due_at,
       NULL::bigint AS note_id, NULL::bigint AS task_id
FROM staged_contact s JOIN contacts_contact c ON c.id = s.contact_id
JOIN imports_normalisedrow n ON n.batch_id = %(batch)s AND n.row_no = s.row_no
WHERE n.extra ?| %(keys)s;
UPDATE around a SET note_id = nextval('activities_note_id_seq')
WHERE a.body <> '' AND NOT EXISTS (SELECT FROM activities_note o
    WHERE o.contact_id = a.contact_id AND o.state = 'active' AND o.body = a.body);
UPDATE around a SET task_id = nextval('activities_task_id_seq')
WHERE a.due_at IS NOT NULL AND NOT EXISTS (SELECT FROM activities_task o
    WHERE o.contact_id = a.contact_id AND o.due_at = a.due_at AND o.origin = 'import');
"""
# an answer is about one way to reach somebody, or about all of them; who refused all of them has
# not agreed to one
ANSWERING: Final = f"""
DROP TABLE IF EXISTS answering;
CREATE TEMP TABLE answering ON COMMIT DROP AS
SELECT s.row_no, s.contact_id, e.key AS purpose, e.value AS answer,
       c.date_of_birth > current_date - interval '18 years' AS minor, NULL::bigint AS answer_id
FROM staged_contact s JOIN contacts_contact c ON c.id = s.contact_id
JOIN imports_normalisedrow n ON n.batch_id = %(batch)s AND n.row_no = s.row_no,
LATERAL jsonb_each_text({ANSWERS_OF}) e;
UPDATE answering a SET answer_id = nextval('contacts_consentrecord_id_seq')
WHERE NOT (a.answer = 'granted' AND coalesce(a.minor, false))
  AND NOT EXISTS (
    SELECT FROM (SELECT DISTINCT ON (o.purpose) o.status, o.purpose
                 FROM contacts_consentrecord o
                 WHERE o.contact_id = a.contact_id AND o.purpose IN (a.purpose, %(all)s)
                 ORDER BY o.purpose, o.at DESC, o.id DESC) w
    WHERE w.purpose = a.purpose AND w.status = a.answer
       OR a.answer = 'granted' AND (w.status IN ('denied', 'withdrawn')
                                    OR w.purpose = a.purpose AND w.status <> 'expired'))
"""  # noqa: S608 -- made of constants
ANSWERS: Final = """
INSERT INTO contacts_consentrecord (id, uid, contact_id, purpose, status, lawful_basis,
    notice_version, language, channel, evidence, captured_by_id, at)
SELECT answer_id, uuidv7(), contact_id, purpose, answer, 'consent', '', '', 'import',
       'import ' || %(uid)s || ', row ' || row_no, %(by)s,
       statement_timestamp()
FROM answering WHERE answer_id IS NOT NULL ORDER BY row_no
"""
RESULTS: Final = """
INSERT INTO imports_rowresult (batch_id, row_no, kind, part, target_id, created_at, reverted)
SELECT %(batch)s, v.row_no, v.kind, v.part, v.id, now(), ''
FROM (SELECT row_no, 'note' AS kind, '' AS part, note_id AS id FROM around
      UNION ALL SELECT row_no, 'task', '', task_id FROM around
      UNION ALL SELECT row_no, 'consent', purpose, answer_id FROM answering) v
WHERE v.id IS NOT NULL
"""
COUNT_VERSIONS: Final = """
UPDATE identity_sourcerecord r SET version_after = c.version
FROM contacts_contact c
WHERE r.batch_id = %s AND c.id = r.contact_id AND c.id = ANY(%s) AND r.version_after = c.version - 1
"""


def write_around(cursor: CursorWrapper, batch: RawBatch, by: User) -> None:
    """Write what the rows of `staged_contact` say around their people, in the same transaction.

    Comes after the crosswalk: an answer that moves `do_not_contact` moves the version with it.
    """
    write_enquiries(cursor, batch, by)
    if not _has_any(batch):
        return
    parameters: dict[str, Any] = {
        "batch": batch.pk,
        "keys": ["notes", "next_followup_at"],
        "all": str(ConsentPurpose.MARKETING),
        "uid": str(batch.uid),
        "by": by.pk,
    }
    run(cursor, STAGE, parameters)
    run(cursor, ANSWERING, parameters)
    origin = Origin(by.pk, batch.source_id)
    note = {
        "id": "s.note_id", "contact_id": "s.contact_id", "body": "s.body",
    }  # fmt: skip
    insert_rows(cursor, Note, note, "FROM around s WHERE s.note_id IS NOT NULL", origin)
    _insert_tasks(cursor, batch, origin)
    cursor.execute(ANSWERS, parameters)
    cursor.execute(RESULTS, parameters)
    _follow(cursor, batch, by)


def count_versions(cursor: CursorWrapper, batch: RawBatch, contact_ids: list[int]) -> None:
    """Let the crosswalk of the batch count the versions its answers made."""
    cursor.execute(COUNT_VERSIONS, [batch.pk, contact_ids])


def _has_any(batch: RawBatch) -> bool:
    columns = ColumnMapping.objects.filter(
        manifest__batch=batch, manifest__state=ManifestState.APPROVED
    )
    return columns.filter(target__in=HANDLERS.keys() - ALONE).exists()


def _insert_tasks(cursor: CursorWrapper, batch: RawBatch, origin: Origin) -> None:
    expressions = {
        "id": "s.task_id",
        "contact_id": "s.contact_id",
        "assignee_id": "s.owner_id",
        "title": "left('Follow up with ' || s.full_name, 200)",
        "due_at": "s.due_at",
        "origin": "'import'",
        "origin_uid": "%(of)s::uuid",
    }
    source = "FROM around s WHERE s.task_id IS NOT NULL"
    insert_rows(cursor, Task, expressions, source, origin, of=str(batch.uid))


def _follow(cursor: CursorWrapper, batch: RawBatch, by: User) -> None:
    cursor.execute("SELECT DISTINCT contact_id FROM answering WHERE answer_id IS NOT NULL")
    answered = [row[0] for row in cursor.fetchall()]
    if answered:
        count_versions(cursor, batch, follow_answers(answered, by=by))
    # people we knew before may be acted upon: whoever acts on the purpose hears of the refusal
    cursor.execute(
        "SELECT a.contact_id, a.purpose FROM answering a"
        " JOIN contacts_contact c ON c.id = a.contact_id"
        " WHERE a.answer_id IS NOT NULL AND a.answer = 'denied' AND c.created_at < now()"
    )
    refused = cursor.fetchall()
    people = Contact.objects.in_bulk({contact_id for contact_id, _ in refused})
    for contact_id, purpose in refused:
        tell(people[contact_id], purpose, by)
    cursor.execute("SELECT contact_id FROM around WHERE task_id IS NOT NULL")
    if due := [row[0] for row in cursor.fetchall()]:
        refresh_summaries(due)
