
from django.db import migrations

from core.models.triggers import NoDelete, References


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0003_references"),
        ("accounts", "0003_references"),
        ("contacts", "0003_references"),
        ("core", "0003_references"),
        ("identity", "0002_guards"),
    ]

    operations = [
        References(
            "identity_sourcerecord",
            source_id="core_sourcesystem",
            contact_id="contacts_contact",
            account_id="accounts_account",
            superseded_by_id="identity_sourcerecord",
        ),
        NoDelete("identity_sourcerecord", "a source record ends, it does not vanish"),
    ]
