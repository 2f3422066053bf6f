"""History of parts of something larger: the whole is looked up by its key, one part at a time."""

from django.db import migrations

from core.models.triggers import CAPTURE


class Migration(migrations.Migration):
    """Renew the function in place; what it promises is what it was, so nothing is taken back."""

    dependencies = [("core", "0006_lean_triggers")]

    operations = [migrations.RunSQL(CAPTURE, migrations.RunSQL.noop)]
