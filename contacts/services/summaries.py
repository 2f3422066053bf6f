"""The search text and primary points of contacts, made set-based from the rows they sum up."""

from collections.abc import Sequence

from django.db import connection

# as contacts.models.points.is_fax reads the label
CALLABLE = "kind IN ('phone', 'whatsapp') AND strpos(lower(coalesce(label, '')), 'fax') = 0"

REFRESH = f"""
INSERT INTO contacts_contactsummary (contact_id, doc, phone, email)
SELECT c.id,
       core_searchable(concat_ws(' ', c.full_name, c.native_name,
                 array_to_string(c.alternate_names, ' '), c.company_name, p.values)),
       coalesce(p.phone, ''), coalesce(p.email, '')
FROM contacts_contact c
LEFT JOIN LATERAL (
    SELECT string_agg(value_norm, ' ' ORDER BY id) AS values,
           (array_agg(value_norm ORDER BY is_primary DESC, id)
                FILTER (WHERE {CALLABLE}))[1] AS phone,
           (array_agg(value_norm ORDER BY is_primary DESC, id)
                FILTER (WHERE kind = 'email'))[1] AS email
    FROM contacts_contactpoint
    WHERE contact_id = c.id AND status <> 'retired'
) p ON true
WHERE c.id = ANY(%s) AND c.state <> 'merged'
ON CONFLICT (contact_id) DO UPDATE
    SET doc = excluded.doc, phone = excluded.phone, email = excluded.email
    WHERE (contacts_contactsummary.doc, contacts_contactsummary.phone,
           contacts_contactsummary.email)
          IS DISTINCT FROM (excluded.doc, excluded.phone, excluded.email)
"""  # noqa: S608 -- made of constants


def refresh_summaries(contact_ids: Sequence[int]) -> int:
    """Make the summaries of these contacts anew, in the caller's transaction.

    Who was merged away has none: the lists show the person they became.
    Returns how many were missing or said something else.
    """
    if not contact_ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(REFRESH, [list(contact_ids)])
        return int(cursor.rowcount)
