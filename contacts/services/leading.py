"""Whoever has numbers, e-mails or addresses has a first one, whatever went to somebody else."""

from collections.abc import Sequence
from typing import Final

from django.db import connection

from core.models import User

# as contacts.models.points.is_fax reads the label
POINTS: Final = """
UPDATE contacts_contactpoint p SET is_primary = true, version = p.version + 1,
    updated_at = now(), updated_by_id = %(by)s
FROM (SELECT DISTINCT ON (q.contact_id, q.kind) q.id FROM contacts_contactpoint q
      WHERE q.contact_id = ANY(%(people)s) AND q.status <> 'retired'
        AND NOT (q.kind = 'phone' AND strpos(lower(q.label), 'fax') > 0)
        AND NOT EXISTS (SELECT FROM contacts_contactpoint o WHERE o.contact_id = q.contact_id
                        AND o.kind = q.kind AND o.is_primary AND o.status <> 'retired')
      ORDER BY q.contact_id, q.kind, q.status IN ('invalid', 'bounced'), q.id) f
WHERE p.id = f.id
"""
ADDRESSES: Final = """
UPDATE contacts_postaladdress a SET is_primary = true, version = a.version + 1,
    updated_at = now(), updated_by_id = %(by)s
FROM (SELECT DISTINCT ON (q.contact_id) q.id FROM contacts_postaladdress q
      WHERE q.contact_id = ANY(%(people)s) AND q.until IS NULL
        AND NOT EXISTS (SELECT FROM contacts_postaladdress o WHERE o.contact_id = q.contact_id
                        AND o.is_primary AND o.until IS NULL)
      ORDER BY q.contact_id, q.id) f
WHERE a.id = f.id
"""


def choose_first(contact_ids: Sequence[int], *, by: User | None) -> None:
    """Let the oldest that works lead where nothing does: of each kind of point, of the addresses.

    In the caller's transaction and under its cause.
    """
    with connection.cursor() as cursor:
        for statement in (POINTS, ADDRESSES):
            cursor.execute(statement, {"people": list(contact_ids), "by": by.pk if by else None})
