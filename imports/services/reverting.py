"""Undoing a batch: what it created is archived, what it changed is restored, people's work stays.

Set-based, a chunk of entities a transaction. What counts as untouched: the entity is at the
version the batch left it at, and nobody has worked with it since. History supplies the values
from before; nothing was copied aside.
"""

from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from contacts.services.bulk import GOLDEN
from contacts.services.summaries import REFRESH
from core.models import User
from core.services import acting, audit
from imports.models import RawBatch
from imports.services.writers import take_turns

CHUNK = 2_000
# an import undone minutes after it was applied meets tables nobody has counted yet
COUNTED = (
    "ANALYZE identity_sourcerecord, contacts_contact, contacts_contactpoint,"
    " contacts_historicalcontact, contacts_historicalcontactpoint"
)
RESTORED = [*GOLDEN, "employer_id", "owner_id", "state"]

# the next entities of the batch with what it did to each, and whether people touched them since
TOUCHED = """
CREATE TEMP TABLE undo ON COMMIT DROP AS
SELECT r.contact_id, max(r.id) AS last_id, bool_or(r.outcome = 'created') AS created,
       bool_or(r.outcome = 'updated') AS updated, min(r.version_after) AS first_version,
       max(r.version_after) AS last_version, bit_or(r.mask) AS mask
FROM identity_sourcerecord r
WHERE r.contact_id IN (
    SELECT contact_id FROM identity_sourcerecord
    WHERE batch_id = %(batch)s AND contact_id > %(after)s AND reverted = ''
    GROUP BY contact_id ORDER BY contact_id LIMIT %(limit)s)
  AND r.batch_id = %(batch)s AND r.reverted = ''
GROUP BY r.contact_id;
ALTER TABLE undo ADD COLUMN outcome text, ADD COLUMN note text, ADD COLUMN changes jsonb;
UPDATE undo u SET note = concat_ws('; ',
    CASE WHEN EXISTS (SELECT FROM identity_mergeoperation m
        WHERE m.kind = 'merge' AND m.at > b.created_at AND (m.survivor_id = c.id OR EXISTS (
            SELECT FROM identity_mergeoperation_losers l
            WHERE l.mergeoperation_id = m.id AND l.contact_id = c.id)))
        THEN 'merged meanwhile' END,
    CASE WHEN c.version <> u.last_version AND EXISTS (SELECT FROM contacts_historicalcontact h
        WHERE h.id = c.id AND h.version > u.last_version
          AND coalesce(h.history_change_reason, '') !~ %(merging)s)
        THEN 'changed since' || coalesce(': ' || (
        SELECT string_agg(replace(regexp_replace(e.key, '_id$', ''), '_', ' '), ', ' ORDER BY e.key)
        FROM contacts_historicalcontact z CROSS JOIN LATERAL jsonb_each(to_jsonb(z)) e
        WHERE z.id = c.id AND z.version = u.last_version AND to_jsonb(c) ? e.key
          AND to_jsonb(c) -> e.key IS DISTINCT FROM e.value
          AND e.key <> ALL(%(own)s)), '') END,
    CASE WHEN EXISTS (SELECT FROM contacts_contactpoint p
        JOIN contacts_historicalcontactpoint h ON h.id = p.id AND h.version = p.version
        WHERE p.contact_id = c.id AND h.history_change_reason IS DISTINCT FROM %(cause)s
          AND coalesce(h.history_change_reason, '') !~ %(merging)s
          AND p.created_at > b.created_at) THEN 'contact points added or changed' END,
    CASE WHEN EXISTS (SELECT FROM activities_interaction x
        WHERE x.contact_id = c.id AND x.state = 'active')
        THEN 'has interactions' END,
    CASE WHEN EXISTS (SELECT FROM activities_task x
        WHERE x.contact_id = c.id AND x.status <> 'cancelled') THEN 'has tasks' END,
    CASE WHEN EXISTS (SELECT FROM activities_note x
        WHERE x.contact_id = c.id AND x.state = 'active') THEN 'has notes' END,
    CASE WHEN EXISTS (SELECT FROM opportunities_opportunity x
        WHERE x.primary_contact_id = c.id AND x.state = 'active')
        THEN 'has opportunities' END,
    CASE WHEN EXISTS (SELECT FROM identity_sourcerecord x WHERE x.contact_id = c.id
        AND x.batch_id <> %(batch)s AND x.ended_at IS NULL) THEN 'known to another source' END)
FROM contacts_contact c, imports_rawbatch b
WHERE c.id = u.contact_id AND b.id = %(batch)s
"""

# per changed field: the value before the batch, where the batch's value still stands
RESTORE = """
UPDATE undo u SET changes = coalesce((
    SELECT jsonb_object_agg(e.key, e.value)
    FROM contacts_historicalcontact a
    JOIN contacts_historicalcontact z ON z.id = a.id AND z.version = u.last_version
    JOIN contacts_contact c ON c.id = a.id
    CROSS JOIN LATERAL jsonb_each(to_jsonb(a)) e
    WHERE a.id = u.contact_id AND a.version = u.first_version - 1 AND e.key = ANY(%(golden)s)
      AND to_jsonb(z) -> e.key IS DISTINCT FROM e.value
      AND to_jsonb(c) -> e.key = to_jsonb(z) -> e.key), '{{}}')
WHERE u.updated AND NOT u.created;
UPDATE contacts_contact c SET {sets}, version = c.version + 1, updated_at = now(),
    updated_by_id = %(by)s
FROM (SELECT k.id AS row_id, r.* FROM undo u JOIN contacts_contact k ON k.id = u.contact_id,
      LATERAL jsonb_populate_record(k, u.changes) r WHERE u.changes <> '{{}}') p
WHERE c.id = p.row_id;
UPDATE undo SET outcome = CASE WHEN created AND note = '' THEN 'archived'
    WHEN created THEN 'kept' WHEN NOT updated THEN 'unlinked'
    WHEN changes <> '{{}}' THEN 'restored' ELSE 'kept' END;
UPDATE contacts_contact c SET state = 'archived', version = version + 1, updated_at = now(),
    updated_by_id = %(by)s
FROM undo u WHERE u.contact_id = c.id AND u.outcome = 'archived'
"""

# points, links and addresses the batch added and nobody changed end with it
CHILDREN = """
UPDATE contacts_contactpoint p SET status = 'retired', is_primary = false, is_identity = false,
    version = p.version + 1, updated_at = now(), updated_by_id = %(by)s
FROM undo u JOIN contacts_contactpoint q ON q.contact_id = u.contact_id
JOIN contacts_historicalcontactpoint h ON h.id = q.id AND h.version = 1
WHERE p.id = q.id AND u.outcome <> 'kept' AND q.version = 1 AND h.history_change_reason = %(cause)s;
UPDATE contacts_accountcontact l SET until = current_date, version = l.version + 1,
    updated_at = now(), updated_by_id = %(by)s
FROM undo u JOIN contacts_accountcontact k ON k.contact_id = u.contact_id
JOIN contacts_historicalaccountcontact h ON h.id = k.id AND h.version = 1
WHERE l.id = k.id AND u.outcome <> 'kept' AND k.version = 1 AND h.history_change_reason = %(cause)s;
UPDATE contacts_postaladdress l SET until = current_date, is_primary = false,
    version = l.version + 1, updated_at = now(), updated_by_id = %(by)s
FROM undo u JOIN contacts_postaladdress k ON k.contact_id = u.contact_id
JOIN contacts_historicalpostaladdress h ON h.id = k.id AND h.version = 1
WHERE l.id = k.id AND u.outcome <> 'kept' AND k.version = 1 AND h.history_change_reason = %(cause)s
"""

# the crosswalk rows of the batch end; those they had superseded stand again
CROSSWALK = """
UPDATE identity_sourcerecord r SET ended_at = now(), reverted = u.outcome,
    revert_note = coalesce(u.note, '')
FROM undo u WHERE r.contact_id = u.contact_id AND r.batch_id = %(batch)s AND r.reverted = '';
UPDATE identity_sourcerecord o SET ended_at = NULL, superseded_by_id = NULL
FROM identity_sourcerecord r JOIN undo u ON u.contact_id = r.contact_id
WHERE o.superseded_by_id = r.id AND r.batch_id = %(batch)s
"""

ACCOUNTS = """
CREATE TEMP TABLE undo_account ON COMMIT DROP AS
SELECT r.account_id, max(r.version_after) AS last_version,
       bool_or(r.outcome = 'created') AS created
FROM identity_sourcerecord r
WHERE r.batch_id = %(batch)s AND r.account_id IS NOT NULL AND r.reverted = ''
GROUP BY r.account_id ORDER BY r.account_id LIMIT %(limit)s;
ALTER TABLE undo_account ADD COLUMN outcome text;
UPDATE undo_account u SET outcome = CASE
    WHEN NOT u.created THEN 'kept'
    WHEN a.version <> u.last_version OR EXISTS (SELECT FROM contacts_accountcontact l
        WHERE l.account_id = a.id AND l.until IS NULL) THEN 'kept'
    ELSE 'archived' END
FROM accounts_account a WHERE a.id = u.account_id;
UPDATE accounts_account a SET state = 'archived', version = version + 1, updated_at = now(),
    updated_by_id = %(by)s
FROM undo_account u WHERE u.account_id = a.id AND u.outcome = 'archived';
UPDATE identity_sourcerecord r SET ended_at = now(), reverted = u.outcome,
    revert_note = CASE u.outcome WHEN 'kept' THEN 'changed or in use since' ELSE '' END
FROM undo_account u WHERE r.account_id = u.account_id AND r.batch_id = %(batch)s AND r.reverted = ''
"""


def revert_chunk(batch: RawBatch, *, by: User, after: int) -> tuple[int, int]:
    """Undo the next people of the batch after contact id `after`, then its accounts.

    Returns the last contact id undone and how many entities were; 0 when none is left.
    """
    cause = f"import:{batch.uid}"
    parameters = {
        "batch": batch.pk,
        "after": after,
        "limit": CHUNK,
        "cause": cause,
        "by": by.pk,
        "golden": RESTORED,
        "merging": "^(un)?merge:",
        "own": ["version", "updated_at", "updated_by_id", "source_latest_id"],
    }
    with acting(by, f"revert:{batch.uid}"), connection.cursor() as cursor:
        take_turns(cursor)  # else one could write into whom the other archives
        cursor.execute("DROP TABLE IF EXISTS undo, undo_account")
        if after == 0:
            cursor.execute(COUNTED)
        _run(cursor, TOUCHED, parameters)
        cursor.execute("ANALYZE undo")
        last, rows = _size(cursor, "max(contact_id)", "undo")
        if rows:
            _undo_people(cursor, parameters)
        else:
            _run(cursor, ACCOUNTS, parameters)
            _, rows = _size(cursor, "max(account_id)", "undo_account")
            last = after
        if rows:
            audit("import.chunk_reverted", by=by, batch_uid=batch.uid, payload={"entities": rows})
    return last or after, rows


def _undo_people(cursor: CursorWrapper, parameters: dict[str, Any]) -> None:
    sets = ", ".join(f"{name} = p.{name}" for name in RESTORED)
    _run(cursor, RESTORE.format(sets=sets), parameters)
    _run(cursor, CHILDREN, parameters)
    _run(cursor, CROSSWALK, parameters)
    cursor.execute(REFRESH.replace("= ANY(%s)", "IN (SELECT contact_id FROM undo)"))


def _size(cursor: CursorWrapper, last: str, table: str) -> tuple[int, int]:
    cursor.execute(f"SELECT {last}, count(*) FROM {table}")  # noqa: S608 -- our own names
    found = cursor.fetchone()
    return int(found[0] or 0), int(found[1])


def _run(cursor: CursorWrapper, script: str, parameters: dict[str, Any]) -> None:
    for statement in script.split(";\n"):
        cursor.execute(statement, parameters if "%(" in statement else None)
