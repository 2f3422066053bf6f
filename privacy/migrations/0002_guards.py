"""An erasure may empty what was proposed about a person, and nothing is kept for ever."""

from django.db import migrations

STAYS = """
DROP TRIGGER content_stays ON approvals_proposalitem;
CREATE TRIGGER content_stays BEFORE UPDATE ON approvals_proposalitem
    FOR EACH ROW {when} EXECUTE FUNCTION approvals_item_content();
"""
# artifact, days; read by purge_expired
RULES = [("import_file", 365), ("transcript", 1095), ("perception", 365)]


def add_rules(apps, schema_editor):
    """Add the rules; those an installation changed since stay as they are."""
    rule = apps.get_model("privacy", "RetentionRule")
    for artifact, days in RULES:
        rule.objects.get_or_create(artifact=artifact, defaults={"days": days})


class Migration(migrations.Migration):
    """The one exception to content that never changes, and the first retention rules."""

    dependencies = [
        ("approvals", "0003_roles_and_policies"),
        ("core", "0005_redaction"),
        ("privacy", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            STAYS.format(when="WHEN (NOT core_erasing())"), STAYS.format(when="")
        ),
        migrations.RunPython(add_rules, migrations.RunPython.noop, elidable=False),
    ]
