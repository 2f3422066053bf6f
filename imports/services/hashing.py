"""The canonical hash: equal files under equal mappings give equal graphs."""

import hashlib
from typing import Any

from django.db import connection

from contacts.services import bulk
from imports.choices import ResultKind
from imports.models import RawBatch
from imports.services import account_rows
from imports.services.results.kinds import kept_kinds

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
WHERE r.batch_id = %(batch)s AND r.kind = %(kind)s
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
    return digest.hexdigest()


def _digest(lines: str, parameters: dict[str, Any]) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT encode(sha256(convert_to(coalesce(string_agg(row_no || ' ' || line, E'\\n'"  # noqa: S608 -- our own constants
            f" ORDER BY row_no), ''), 'UTF8')), 'hex') FROM ({lines}) l(row_no, line)",
            parameters,
        )
        return str(cursor.fetchone()[0]).encode()
