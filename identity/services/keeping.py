"""Keeping the match keys beside the contacts they are made of.

Every change of a contact, its points and addresses leaves an event in the outbox, whoever
writes; `catch_up` reads them from where it stopped, so no write is missed, raw SQL included,
and an import pays nothing. A service that must be found at once calls `keep_keys` itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from typing import Final

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Q

from core.crew import Crew
from identity.matching.blocking import STOP_AT, hash_key, keys_of
from identity.matching.profiling import RULES, ContactRow, person_from, profile_lines
from identity.matching.types import Person, pack
from identity.models import KeyPosition, MatchProfile

CHUNK: Final = 5_000
EVENTS: Final = 20_000
_FEW: Final = 200  # contacts whose keys are counted one by one

CONTACTS: Final = """
SELECT c.id, c.salutation, c.full_name, c.given_name, c.middle_name, c.family_name, c.gender,
    coalesce(c.date_of_birth::text, ''), c.company_name,
    (SELECT json_agg(json_build_array(p.kind, p.value_norm) ORDER BY p.id)
     FROM contacts_contactpoint p WHERE p.contact_id = c.id AND p.status <> 'retired'),
    (SELECT json_build_array(a.lines, a.locality, a.city, a.postal_code)
     FROM contacts_postaladdress a WHERE a.contact_id = c.id AND a.until IS NULL
     ORDER BY a.is_primary DESC, a.id LIMIT 1)
FROM contacts_contact c WHERE c.id = ANY(%s) AND c.state = 'active'
"""
NEWS: Final = """
WITH news AS (
    SELECT xid, id, entity_type, entity_uid FROM core_changeevent
    WHERE (xid, id) > (%s, %s) AND xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    ORDER BY xid, id LIMIT %s
), touched AS (
    SELECT c.id FROM news n JOIN contacts_contact c ON c.uid = n.entity_uid
    WHERE n.entity_type = 'contact'
    UNION SELECT p.contact_id FROM news n JOIN contacts_contactpoint p ON p.uid = n.entity_uid
    WHERE n.entity_type = 'contactpoint'
    UNION SELECT a.contact_id FROM news n JOIN contacts_postaladdress a ON a.uid = n.entity_uid
    WHERE n.entity_type = 'postaladdress' AND a.contact_id IS NOT NULL
)
SELECT (SELECT count(*) FROM news), (SELECT xid FROM news ORDER BY xid DESC, id DESC LIMIT 1),
    (SELECT id FROM news ORDER BY xid DESC, id DESC LIMIT 1), (SELECT array_agg(id) FROM touched)
"""
UPSERT: Final = """
INSERT INTO identity_matchprofile (contact_id, keys, person)
SELECT contact_id, keys::bigint[], person
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS kept(contact_id, keys, person)
ON CONFLICT (contact_id) DO UPDATE SET keys = excluded.keys, person = excluded.person
WHERE (identity_matchprofile.keys, identity_matchprofile.person)
    IS DISTINCT FROM (excluded.keys, excluded.person)
"""
# an index made at once takes a fraction of one kept row by row
EMPTY: Final = """
TRUNCATE identity_matchprofile; ALTER TABLE identity_matchkey DROP CONSTRAINT identity_matchkey_pkey
"""
INDEX: Final = """
ALTER TABLE identity_matchkey ADD CONSTRAINT identity_matchkey_pkey PRIMARY KEY (key, contact_id);
ANALYZE identity_matchprofile, identity_matchkey
"""
COPY: Final = "COPY identity_matchprofile (contact_id, keys, person) FROM STDIN"
OWNER: Final = """
SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'identity_matchprofile'::regclass
"""
STOP_SOME: Final = """
INSERT INTO identity_stopkey (key, people)
SELECT k, n FROM unnest(%s::bigint[]) k, LATERAL (
    SELECT count(*) AS n FROM identity_matchkey m WHERE m.key = k) held
WHERE n > %s AND NOT EXISTS (SELECT FROM identity_stopkey s WHERE s.key = k)
ON CONFLICT (key) DO NOTHING
"""
STOP_ALL: Final = """
INSERT INTO identity_stopkey (key, people)
SELECT key, count(*) FROM identity_matchkey GROUP BY key HAVING count(*) > %s
"""


def keep_keys(contact_ids: Iterable[int]) -> None:
    """Make the keys of these contacts anew, set-based; who is merged or archived leaves the index.

    Stop keys are noticed at once for a few contacts; after a bulk write call `count_stop_keys`.
    """
    ids = list(contact_ids)
    with transaction.atomic(), connection.cursor() as cursor:
        for start in range(0, len(ids), CHUNK):
            _keep_chunk(cursor, ids[start : start + CHUNK])


def catch_up(limit: int = EVENTS, *, wait: bool = False) -> int:
    """Read the next events of the outbox into the keys; return how many there were.

    One reader at a time: a second one returns 0, or waits for its turn.
    """
    KeyPosition.objects.get_or_create(pk=1, defaults={"rules": RULES})
    with transaction.atomic(), connection.cursor() as cursor:
        rows = KeyPosition.objects.select_for_update(skip_locked=not wait)
        position = rows.filter(pk=1).first()
        if position is None:
            return 0
        cursor.execute(NEWS, [position.xid, position.event, limit])
        count, xid, event, touched = cursor.fetchone()
        if count:
            keep_keys(touched or ())
            KeyPosition.objects.filter(pk=1).update(xid=xid, event=event)
            if len(touched or ()) > _FEW:
                count_stop_keys()
    return int(count)


def renew(limit: int = CHUNK) -> int:
    """Make the next keys anew that follow rules of before; return how many people that were.

    0 when all follow the present ones, or when somebody else is at it. A process of an older
    release leaves what a newer one made.
    """
    with transaction.atomic():
        behind = Q(rules__lt=RULES) | Q(rules=RULES, renewed__isnull=False)
        position = KeyPosition.objects.select_for_update(skip_locked=True).filter(behind).first()
        if position is None:
            return 0
        if position.rules < RULES:  # whatever was renewed before followed other rules
            position.rules, position.renewed = RULES, 0
        rest = MatchProfile.objects.filter(contact_id__gt=position.renewed).order_by("contact_id")
        ids = list(rest.values_list("contact_id", flat=True)[:limit])
        if ids:
            keep_keys(ids)
            position.renewed = ids[-1]
        else:
            count_stop_keys()
            position.renewed = None
        position.save()
    return len(ids)


def bring_up_to_date() -> None:
    """Make the keys of all that was written so far, by the present rules.

    Whoever is at it already, such as the schedule after a large import, is waited for.
    """
    if not MatchProfile.objects.exists():
        rebuild_keys()
    while catch_up(wait=True) or renew():
        pass


def rebuild_keys() -> int:
    """Make every key anew and return the number of contacts; later changes are read after.

    A role that does not own the table keeps the index meanwhile, which takes longer.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        position = {"xid": _horizon(cursor), "event": 0, "rules": RULES, "renewed": None}
        KeyPosition.objects.update_or_create(pk=1, defaults=position)
        owns = _owns_the_table(cursor)
        cursor.execute(EMPTY if owns else "DELETE FROM identity_matchprofile")
        cursor.execute(
            "SELECT array_agg(id ORDER BY id) FROM contacts_contact WHERE state = 'active'"
        )
        ids = cursor.fetchone()[0] or []
        for lines in _profiles(cursor, ids):
            with cursor.copy(COPY) as copy:
                copy.write(lines)
        if owns:
            cursor.execute(INDEX)
        count_stop_keys()
    return len(ids)


def count_stop_keys() -> None:
    """Count how many people stand behind every key, and stop those of too many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM identity_stopkey")
        cursor.execute(STOP_ALL, [STOP_AT])


def read_people(cursor: CursorWrapper, contact_ids: Sequence[int]) -> Iterator[tuple[int, Person]]:
    """Yield the living contacts among these as the matcher reads them."""
    cursor.execute(CONTACTS, [list(contact_ids)])
    for row in cursor.fetchall():
        yield row[0], person_from(row[1:])


def _keep_chunk(cursor: CursorWrapper, ids: Sequence[int]) -> None:
    rows = [
        (pk, [hash_key(key) for key in keys_of(person)], pack(person))
        for pk, person in read_people(cursor, ids)
    ]
    living = [row[0] for row in rows]
    MatchProfile.objects.filter(contact_id__in=ids).exclude(contact_id__in=living).delete()
    arrays = ["{" + ",".join(map(str, keys)) + "}" for _, keys, _ in rows]
    cursor.execute(UPSERT, [living, arrays, [packed for _, _, packed in rows]])
    if len(rows) <= _FEW:
        keys = list({key for row in rows for key in row[1]})
        cursor.execute(STOP_SOME, [keys, STOP_AT])


def _profiles(cursor: CursorWrapper, ids: Sequence[int]) -> Iterator[bytes]:
    """Yield the lines of a COPY for these contacts, made on every core if they are many."""
    chunks = (_rows(cursor, chunk) for chunk in batched(ids, CHUNK))
    if len(ids) <= CHUNK:
        yield from map(profile_lines, chunks)
        return
    with Crew(profile_lines) as crew:
        yield from crew.answers(chunks)


def _rows(cursor: CursorWrapper, ids: Sequence[int]) -> list[ContactRow]:
    cursor.execute(CONTACTS, [list(ids)])
    rows: list[ContactRow] = cursor.fetchall()
    return rows


def _owns_the_table(cursor: CursorWrapper) -> bool:
    cursor.execute(OWNER)
    owns: bool = cursor.fetchone()[0]
    return owns


def _horizon(cursor: CursorWrapper) -> int:
    """Return the oldest transaction that may still write."""
    cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    horizon: int = cursor.fetchone()[0]
    return horizon
