"""Cheaper functions for bulk writes: uids that rise, references asked for once a value."""

from django.db import migrations

from core.models.triggers import REFERENCES, ROW_UID

DROP = "DROP FUNCTION IF EXISTS core_bulk_uid(text, text);"


class Migration(migrations.Migration):
    """Renew functions in place; what they promise is what it was, so nothing is taken back."""

    dependencies = [("core", "0005_obeyed_switches")]

    operations = [migrations.RunSQL(ROW_UID + DROP + REFERENCES, migrations.RunSQL.noop)]
