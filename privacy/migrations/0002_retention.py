"""What is kept for how long until an installation says otherwise."""

from django.db import migrations

# artifact, days; read by purge_expired
RULES = [("import_file", 365), ("transcript", 1095), ("perception", 365)]


def add_rules(apps, schema_editor):
    """Add the rules; those an installation changed since stay as they are."""
    rule = apps.get_model("privacy", "RetentionRule")
    for artifact, days in RULES:
        rule.objects.get_or_create(artifact=artifact, defaults={"days": days})


class Migration(migrations.Migration):
    """Reference rows; going back leaves them."""

    dependencies = [("privacy", "0001_initial")]

    operations = [migrations.RunPython(add_rules, migrations.RunPython.noop, elidable=False)]
