"""The canonical hash: equal files under equal mappings give equal graphs."""

import hashlib
from typing import Any

from django.db import connection, transaction

from contacts.services import bulk
from imports.choices import ResultKind
from imports.models import RawBatch
from imports.pipeline.said import RECORDS
from imports.services import account_rows
from imports.services.results.kinds import kept_kinds
from imports.services.staging import run

# what each row left in the graph, as history recorded it, without ids, people and times
CONTACT_LINES = """
SELECT r.row_no, concat_ws('|', r.outcome, (
    SELECT string_agg(e.key || '=' || e.value, ';' ORDER BY e.key)
    FROM jsonb_each(to_jsonb(h)) e
    WHERE e.key = ANY(%(golden)s) AND e.value NOT IN ('null', '""', '[]')), (
    SELECT string_agg(concat_ws(':', p.kind, p.value_norm, p.label, p.is_primary, p.is_identity),
                      ';' ORDER BY p.kind, p.value_norm)
    FROM contacts_contactpoint q
    JOIN contacts_historicalcontactpoint p ON p.id = q.id AND p.version = 1
    WHERE q.contact_id = r.contact_id AND p.history_change_reason = %(cause)s), (
    SELECT string_agg(concat_ws(':', a.kind, a.lines, a.city, a.region, a.postal_code, a.country),
                      ';' ORDER BY a.kind, a.lines, a.city, a.country)
    FROM contacts_postaladdress q
    JOIN contacts_historicalpostaladdress a ON a.id = q.id
    WHERE q.contact_id = r.contact_id AND a.history_change_reason = %(cause)s
      AND (a.version > 1 OR a.kind <> 'home')), (
    SELECT string_agg(a.display_name, ';' ORDER BY a.display_name)
    FROM contacts_accountcontact l JOIN accounts_account a ON a.id = l.account_id
    WHERE l.contact_id = r.contact_id))
FROM identity_sourcerecord r
JOIN contacts_historicalcontact h ON h.id = r.contact_id AND h.version = r.version_after
WHERE r.batch_id = %(batch)s AND r.contact_id IS NOT NULL ORDER BY r.row_no
"""
ACCOUNT_LINES = """
SELECT r.row_no, concat_ws('|', r.outcome, (
    SELECT string_agg(e.key || '=' || e.value, ';' ORDER BY e.key)
    FROM jsonb_each(to_jsonb(h)) e
    WHERE e.key = ANY(%(golden)s) AND e.value NOT IN ('null', '""', '[]')))
FROM identity_sourcerecord r
JOIN accounts_historicalaccount h ON h.id = r.account_id AND h.version = r.version_after
WHERE r.batch_id = %(batch)s AND r.account_id IS NOT NULL ORDER BY r.row_no
"""
# what else each row made, as it was first written
RESULT_LINES = """
SELECT r.row_no, concat_ws('|', r.kind, {said})
FROM imports_rowresult r JOIN {history} t ON t.id = r.target_id AND t.version = 1
WHERE r.batch_id = %(batch)s AND r.kind = %(kind)s AND r.outcome = 'created'
"""
# what else it gave records that were known: as the batch wrote it, or as its row said it where
# the value of a person stands
TOLD = """
DROP TABLE IF EXISTS again;
CREATE TEMP TABLE again ON COMMIT DROP AS
SELECT row_no, kind, target_id FROM imports_rowresult
WHERE batch_id = %(batch)s AND outcome <> 'created'
"""
TOLD_LINES = """
SELECT r.row_no, concat_ws('|', r.kind, 'told again', (
    SELECT string_agg(f.key || '=' || CASE
        WHEN f.key IN ('owner', 'person', 'transcript', 'account', 'opportunity') THEN ''
        WHEN f.key = 'stage' THEN (SELECT g.code FROM opportunities_stage g WHERE g.id =
            (CASE f.value WHEN '' THEN to_jsonb(h) ELSE s.said END ->> 'stage_id')::bigint)
        ELSE coalesce(CASE f.value WHEN '' THEN to_jsonb(h) ELSE s.said END ->> f.key, '') END,
        ';' ORDER BY f.key)
    FROM jsonb_each_text(r.fields) f))
FROM imports_rowresult r
JOIN {history} h ON h.id = r.target_id AND h.version = r.version_after
JOIN ({said}) s ON s.row_no = r.row_no
WHERE r.batch_id = %(batch)s AND r.kind = '{kind}' AND r.outcome <> 'created'
"""
ANSWER_LINES = """
SELECT r.row_no, concat_ws('|', r.kind, t.purpose, t.status)
FROM imports_rowresult r JOIN contacts_consentrecord t ON t.id = r.target_id
WHERE r.batch_id = %(batch)s AND r.kind = 'consent'
"""
CONTACT_GOLDEN = [*bulk.GOLDEN, "state"]
ACCOUNT_GOLDEN = [*account_rows.GOLDEN, "state"]


def canonical_hash(batch: RawBatch) -> str:
    """Return the sha256 over what the batch's rows gave the graph, in the order of the rows.

    It reads the versions the batch itself wrote, so later edits do not move it; people, ids and
    times are left out, so a replay on an empty database gives the same hash.
    """
    digest = hashlib.sha256()
    parameters = {"cause": f"import:{batch.uid}", "batch": batch.pk}
    for sql, golden in ((CONTACT_LINES, CONTACT_GOLDEN), (ACCOUNT_LINES, ACCOUNT_GOLDEN)):
        digest.update(_digest(sql, parameters | {"golden": golden}))
    made = set(batch.results.order_by().values_list("kind", flat=True).distinct())
    for kind, kept in sorted(kept_kinds().items()):
        if kind in made:
            sql = RESULT_LINES.format(said=kept.said, history=kept.history)
            digest.update(_digest(sql, parameters | {"kind": str(kind)}))
    if ResultKind.CONSENT in made:
        digest.update(_digest(ANSWER_LINES, parameters))
    if batch.results.exclude(outcome="created").exists():
        _digest_told(digest, parameters)
    return digest.hexdigest()


def _digest_told(digest: "hashlib._Hash", parameters: dict[str, Any]) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            run(cursor, TOLD, parameters)
        for kind, record in RECORDS.items():
            said = record.saying(kind, "%(batch)s", "a.row_no")
            sql = TOLD_LINES.format(history=record.history, said=said, kind=kind)
            digest.update(_digest(sql, parameters))


def _digest(lines: str, parameters: dict[str, Any]) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT encode(sha256(convert_to(coalesce(string_agg(row_no || ' ' || line, E'\\n'"  # noqa: S608 -- our own constants
            f" ORDER BY row_no), ''), 'UTF8')), 'hex') FROM ({lines}) l(row_no, line)",
            parameters,
        )
        return str(cursor.fetchone()[0]).encode()
