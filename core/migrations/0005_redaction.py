"""An erasure passes the guards that stand on rows, too."""

from django.db import migrations

from core.models.redaction_sql import RedactRows


class Migration(migrations.Migration):
    """The guard of tables of record, once more."""

    dependencies = [("core", "0004_audit_proof")]

    operations = [RedactRows()]
