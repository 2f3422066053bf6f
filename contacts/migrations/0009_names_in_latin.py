"""Search texts of names in other scripts, written anew with what they are in Latin letters."""

from django.db import migrations

from core.models.search_sql import OTHER

LAST = "SELECT coalesce(max(contact_id), 0) FROM contacts_contactsummary"
RENEW = f"""
UPDATE contacts_contactsummary s
SET doc = core_searchable(concat_ws(' ', c.full_name, c.native_name,
              array_to_string(c.alternate_names, ' '), c.company_name, p.values))
FROM contacts_contact c
LEFT JOIN LATERAL (
    SELECT string_agg(value_norm, ' ' ORDER BY id) AS values
    FROM contacts_contactpoint WHERE contact_id = c.id AND status <> 'retired') p ON true
WHERE c.id = s.contact_id AND s.contact_id > %s AND s.contact_id <= %s AND s.doc ~ '{OTHER}'
"""
CHUNK = 20_000


def renew(apps, schema_editor):
    """Renew them chunk by chunk, each its own transaction; names in Latin letters are only read."""
    del apps
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(LAST)
        for start in range(0, cursor.fetchone()[0], CHUNK):
            cursor.execute(RENEW, [start, start + CHUNK])


class Migration(migrations.Migration):
    """Outside a transaction: no row is held for longer than its chunk takes, and it can run again."""

    atomic = False

    dependencies = [
        ("contacts", "0008_merges_and_budgets_checked"),
        ("core", "0010_search_text"),
    ]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
