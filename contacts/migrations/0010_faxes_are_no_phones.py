"""Faxes that stand as somebody's phone in lists give way to their first number that is none."""

from django.db import migrations

RENEW = """
UPDATE contacts_contactsummary s
SET phone = coalesce((
    SELECT p.value_norm FROM contacts_contactpoint p
    WHERE p.contact_id = s.contact_id AND p.status <> 'retired'
      AND p.kind IN ('phone', 'whatsapp') AND strpos(lower(p.label), 'fax') = 0
    ORDER BY p.is_primary DESC, p.id LIMIT 1), '')
FROM contacts_contactpoint f
WHERE f.contact_id = s.contact_id AND f.value_norm = s.phone AND f.kind = 'phone'
  AND f.status <> 'retired' AND strpos(lower(f.label), 'fax') > 0
"""


class Migration(migrations.Migration):
    dependencies = [("contacts", "0009_names_in_latin")]

    operations = [migrations.RunSQL(RENEW, migrations.RunSQL.noop)]
