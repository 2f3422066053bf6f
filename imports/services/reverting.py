"""Undoing a batch: what it created is archived, what it changed is restored, people's work stays.

Set-based, a chunk of entities a transaction. What counts as untouched: only imports have
changed the entity, nobody has worked with it and no import that stands knows it. Two imports may
be undone in either order: whoever an undone import made and kept for the other's sake goes with
the other. History supplies the values from before; nothing was copied aside.
"""

from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from contacts.services import choose_first
from contacts.services.bulk import GOLDEN
from contacts.services.summaries import REFRESH
from core.models import User
from core.services import acting, audit
from imports.choices import BatchState
from imports.models import RawBatch
from imports.projection import GROUPS
from imports.services.in_use import ACCOUNT_UNUSED, PEOPLE_IN_USE
from imports.services.undoing_addresses import undo_addresses
from imports.services.writers import take_turns

CHUNK = 2_000
# an import undone minutes after it was applied meets tables nobody has counted yet
COUNTED = (
    "ANALYZE identity_sourcerecord, contacts_contact, contacts_contactpoint,"
    " contacts_historicalcontact, contacts_historicalcontactpoint"
)
UNDONE = (BatchState.REVERTING, BatchState.REVERTED)
RESTORED = [*GOLDEN, "employer_id", "owner_id", "state"]

BY_PERSON = "coalesce({history}.history_change_reason, '') !~ '^(import|revert|merge|unmerge):'"

OWN = "coalesce(r.first_contact_id, r.contact_id) = r.contact_id"

# the next entities of the batch with what it did to each, and whether people touched them since;
# `made` are those only imports that are undone brought: what people did counts from their birth on.
# Versions are counted of the person themselves: a record a merge brought counts somebody else's.
TOUCHED = """
CREATE TEMP TABLE undo ON COMMIT DROP AS
SELECT r.contact_id, max(r.id) AS last_id, bool_or(r.outcome = 'created') AS created,
       bool_or(r.outcome = 'updated') AS updated,
       bool_or(r.outcome = 'updated') FILTER (WHERE {own})
           AND NOT bool_or(r.outcome = 'created') FILTER (WHERE {own}) AS restores,
       min(r.version_after) FILTER (WHERE {own}) AS first_version,
       max(r.version_after) FILTER (WHERE {own}) AS last_version, bit_or(r.mask) AS mask,
       bool_or(r.first_contact_id IS NOT NULL) AS merged,
       bool_or(r.outcome = 'created') OR EXISTS (
           SELECT FROM identity_sourcerecord o WHERE o.contact_id = r.contact_id
           AND o.outcome = 'created' AND o.reverted = 'kept') AS made
FROM identity_sourcerecord r
WHERE r.contact_id IN (
    SELECT contact_id FROM identity_sourcerecord
    WHERE batch_id = %(batch)s AND contact_id > %(after)s AND reverted = ''
    GROUP BY contact_id ORDER BY contact_id LIMIT %(limit)s)
  AND r.batch_id = %(batch)s AND r.reverted = ''
GROUP BY r.contact_id;
ALTER TABLE undo ADD COLUMN outcome text, ADD COLUMN note text, ADD COLUMN changes jsonb,
    ADD COLUMN locks text[];
UPDATE undo u SET locks = k.attributes
FROM (SELECT contact_id, array_agg(attribute ORDER BY attribute) AS attributes
      FROM identity_fieldlock WHERE expires_at IS NULL OR expires_at > now()
      GROUP BY contact_id) k
WHERE k.contact_id = u.contact_id;
UPDATE undo u SET note = concat_ws('; ',
    CASE WHEN EXISTS (SELECT FROM contacts_historicalcontact h
        WHERE h.id = c.id AND h.version > CASE WHEN u.made THEN 1 ELSE u.last_version END
          AND (NOT u.made OR {by_person}))
        THEN 'changed since' || coalesce(': ' || (
        SELECT string_agg(replace(regexp_replace(e.key, '_id$', ''), '_', ' '), ', ' ORDER BY e.key)
        FROM contacts_historicalcontact z CROSS JOIN LATERAL jsonb_each(to_jsonb(z)) e
        WHERE z.id = c.id AND z.version = u.last_version AND to_jsonb(c) ? e.key
          AND to_jsonb(c) -> e.key IS DISTINCT FROM e.value
          AND e.key <> ALL(%(own)s)), '') END,
    CASE WHEN u.merged OR EXISTS (SELECT FROM identity_mergeoperation m
        WHERE m.survivor_id = c.id AND m.kind = 'merge' AND m.state = 'done'
          AND (u.made OR m.at > b.created_at)) THEN 'merged since' END,
    'locked: ' || replace(array_to_string(u.locks, ', '), '_', ' '),
    CASE WHEN EXISTS (SELECT FROM contacts_contactpoint p
        JOIN contacts_historicalcontactpoint h ON h.id = p.id AND h.version = p.version
        WHERE p.contact_id = c.id AND {by_person} AND (u.made OR p.created_at > b.created_at))
        THEN 'contact points added or changed' END,
    {in_use},
    (SELECT CASE WHEN bool_or(x.source_id <> b.source_id) THEN 'known to another source'
                 WHEN bool_or(x.batch_id < b.id) THEN 'known to an earlier import of this source'
                 WHEN count(*) > 0 THEN 'known to a later import of this source' END
     FROM identity_sourcerecord x WHERE x.contact_id = c.id
     AND x.batch_id <> %(batch)s AND x.ended_at IS NULL))
FROM contacts_contact c, imports_rawbatch b
WHERE c.id = u.contact_id AND b.id = %(batch)s
"""

# per changed field: the value before the batch, where the batch's value still stands and nobody
# locked it; fields of a group together or not at all. Versions of imports that are undone by now
# are no value from before.
RESTORE = """
UPDATE undo u SET changes = coalesce((
    SELECT jsonb_object_agg(f.key, f.value) FROM (
    SELECT e.key, e.value, to_jsonb(z) -> e.key IS DISTINCT FROM e.value AS differs,
        bool_and(to_jsonb(c) -> e.key = to_jsonb(z) -> e.key
                 AND NOT coalesce(coalesce(g.grp, e.key) = ANY(u.locks) OR e.key = ANY(u.locks),
                                  false)) OVER (PARTITION BY coalesce(g.grp, e.key)) AS stands
    FROM contacts_historicalcontact a
    JOIN contacts_historicalcontact z ON z.id = a.id AND z.version = u.last_version
    JOIN contacts_contact c ON c.id = a.id
    CROSS JOIN LATERAL jsonb_each(to_jsonb(a)) e
    LEFT JOIN (VALUES {groups}) g(name, grp) ON g.name = e.key
    WHERE a.id = u.contact_id AND e.key = ANY(%(golden)s)
      AND a.version = coalesce((
          SELECT max(h.version) FROM contacts_historicalcontact h
          WHERE h.id = u.contact_id AND h.version < u.first_version
            AND coalesce(h.history_change_reason, '') <> ALL(%(undone)s)), u.first_version - 1)
    ) f WHERE f.differs AND f.stands), '{{}}')
WHERE u.restores AND NOT (u.made AND u.note = '');
UPDATE contacts_contact c SET {sets}, version = c.version + 1, updated_at = now(),
    updated_by_id = %(by)s
FROM (SELECT k.id AS row_id, r.* FROM undo u JOIN contacts_contact k ON k.id = u.contact_id,
      LATERAL jsonb_populate_record(k, u.changes) r WHERE u.changes <> '{{}}') p
WHERE c.id = p.row_id;
UPDATE undo SET outcome = CASE WHEN made AND note = '' THEN 'archived'
    WHEN changes <> '{{}}' THEN 'restored' WHEN created OR updated THEN 'kept'
    ELSE 'unlinked' END;
UPDATE contacts_contact c SET state = 'archived', version = version + 1, updated_at = now(),
    updated_by_id = %(by)s
FROM undo u WHERE u.contact_id = c.id AND u.outcome = 'archived'
"""

# points and links the batch added and no person changed end with it; of somebody who is archived
# also those of the other imports, which are all undone
CHILDREN = """
UPDATE contacts_contactpoint p SET status = 'retired', is_primary = false, is_identity = false,
    version = p.version + 1, updated_at = now(), updated_by_id = %(by)s
FROM undo u JOIN contacts_contactpoint q ON q.contact_id = u.contact_id
JOIN contacts_historicalcontactpoint h ON h.id = q.id AND h.version = 1
    AND h.contact_id = q.contact_id
WHERE p.id = q.id AND u.outcome <> 'kept' AND NOT EXISTS (
    SELECT FROM contacts_historicalcontactpoint o
    WHERE o.id = q.id AND o.version > 1 AND {by_person})
  AND (h.history_change_reason = %(cause)s
       OR u.outcome = 'archived' AND h.history_change_reason LIKE 'import:%%')
  AND q.status <> 'retired';
UPDATE contacts_accountcontact l SET until = current_date, version = l.version + 1,
    updated_at = now(), updated_by_id = %(by)s
FROM undo u JOIN contacts_accountcontact k ON k.contact_id = u.contact_id
JOIN contacts_historicalaccountcontact h ON h.id = k.id AND h.version = 1
    AND (h.contact_id, h.account_id) = (k.contact_id, k.account_id)
WHERE l.id = k.id AND u.outcome <> 'kept' AND k.until IS NULL AND NOT EXISTS (
    SELECT FROM contacts_historicalaccountcontact o
    WHERE o.id = k.id AND o.version > 1 AND {by_person})
  AND (h.history_change_reason = %(cause)s
       OR u.outcome = 'archived' AND h.history_change_reason LIKE 'import:%%')
"""

# the crosswalk rows of the batch end; those they had superseded stand again, unless they are
# undone themselves or a later file superseded the batch's row in turn
CROSSWALK = """
UPDATE identity_sourcerecord r SET ended_at = now(), reverted = u.outcome,
    revert_note = coalesce(u.note, '')
FROM undo u WHERE r.contact_id = u.contact_id AND r.batch_id = %(batch)s AND r.reverted = '';
UPDATE identity_sourcerecord o SET superseded_by_id = r.superseded_by_id,
    ended_at = CASE WHEN r.superseded_by_id IS NOT NULL THEN o.ended_at END
FROM identity_sourcerecord r JOIN undo u ON u.contact_id = r.contact_id
WHERE o.superseded_by_id = r.id AND r.batch_id = %(batch)s AND o.reverted = ''
"""

# accounts with nobody and nothing about them, that only undone imports made and no person changed
UNUSED = """
{in_use}
AND NOT EXISTS (SELECT FROM accounts_historicalaccount h
                WHERE h.id = a.id AND h.version > 1 AND {by_person})
AND NOT EXISTS (SELECT FROM identity_sourcerecord x WHERE x.account_id = a.id
                AND x.batch_id <> %(batch)s AND x.ended_at IS NULL)
"""
# those of the batch's own rows, and those an undone import made and left to the batch's people
ACCOUNTS = """
CREATE TEMP TABLE undo_account ON COMMIT DROP AS
SELECT r.account_id, bool_or(r.outcome = 'created' OR EXISTS (
           SELECT FROM identity_sourcerecord o WHERE o.account_id = r.account_id
           AND o.outcome = 'created' AND o.reverted = 'kept')) AS made
FROM identity_sourcerecord r
WHERE r.batch_id = %(batch)s AND r.account_id IS NOT NULL AND r.reverted = ''
GROUP BY r.account_id ORDER BY r.account_id LIMIT %(limit)s;
INSERT INTO undo_account (account_id, made)
SELECT a.id, true FROM accounts_account a
WHERE a.state = 'active' AND a.id NOT IN (SELECT account_id FROM undo_account) AND a.id IN (
    SELECT o.account_id FROM identity_sourcerecord r
    JOIN contacts_accountcontact k ON k.contact_id = r.contact_id
    JOIN identity_sourcerecord o ON o.account_id = k.account_id
        AND o.outcome = 'created' AND o.reverted = 'kept'
    WHERE r.batch_id = %(batch)s AND r.reverted <> '') AND {unused} LIMIT %(limit)s;
ALTER TABLE undo_account ADD COLUMN outcome text;
UPDATE undo_account u SET outcome = CASE WHEN u.made AND {unused} THEN 'archived' ELSE 'kept' END
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
        "own": ["version", "updated_at", "updated_by_id", "source_latest_id"],
    }
    with acting(by, f"revert:{batch.uid}"), connection.cursor() as cursor:
        take_turns(cursor)  # else one could write into whom the other archives
        cursor.execute("DROP TABLE IF EXISTS undo, undo_account")
        if after == 0:
            cursor.execute(COUNTED)
        by_person = BY_PERSON.format(history="h")
        touched = TOUCHED.format(by_person=by_person, own=OWN, in_use=PEOPLE_IN_USE)
        _run(cursor, touched, parameters)
        cursor.execute("ANALYZE undo")
        last, rows = _size(cursor, "max(contact_id)", "undo")
        if rows:
            _undo_people(cursor, parameters, by)
        else:
            unused = UNUSED.format(by_person=by_person, in_use=ACCOUNT_UNUSED)
            _run(cursor, ACCOUNTS.format(unused=unused), parameters)
            _, rows = _size(cursor, "max(account_id)", "undo_account")
            last = after
        if rows:
            audit("import.chunk_reverted", by=by, batch_uid=batch.uid, payload={"entities": rows})
    return last or after, rows


def _undo_people(cursor: CursorWrapper, parameters: dict[str, Any], by: User) -> None:
    sets = ", ".join(f"{name} = p.{name}" for name in RESTORED)
    groups = ", ".join(f"('{name}', '{group}')" for name, group in GROUPS.items())
    undone = RawBatch.objects.filter(state__in=UNDONE).values_list("uid", flat=True)
    more = parameters | {"undone": [f"import:{uid}" for uid in undone]}
    _run(cursor, RESTORE.format(sets=sets, groups=groups), more)
    _run(cursor, CHILDREN.format(by_person=BY_PERSON.format(history="o")), parameters)
    undo_addresses(cursor, more, BY_PERSON.format(history="h"))
    _run(cursor, CROSSWALK, parameters)
    cursor.execute("SELECT contact_id FROM undo WHERE outcome <> 'archived'")
    choose_first([row[0] for row in cursor.fetchall()], by=by)
    cursor.execute(REFRESH.replace("= ANY(%s)", "IN (SELECT contact_id FROM undo)"))


def _size(cursor: CursorWrapper, last: str, table: str) -> tuple[int, int]:
    cursor.execute(f"SELECT {last}, count(*) FROM {table}")  # noqa: S608 -- our own names
    found = cursor.fetchone()
    return int(found[0] or 0), int(found[1])


def _run(cursor: CursorWrapper, script: str, parameters: dict[str, Any]) -> None:
    for statement in script.split(";\n"):
        cursor.execute(statement, parameters if "%(" in statement else None)
