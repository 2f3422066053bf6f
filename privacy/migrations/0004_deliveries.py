"""Messages of webhooks are kept as long as a rule says."""

from django.db import migrations, models

ARTIFACTS = [
    ("import_file", "Files as they were uploaded"),
    ("transcript", "Words of recorded calls"),
    ("perception", "Evidence from sensors"),
    ("delivery", "Messages of webhooks"),
]
DAYS = 90
NAME = "retention_artifact_known"


def add_rule(apps, schema_editor):
    """Add the rule, unless the installation has one."""
    rule = apps.get_model("privacy", "RetentionRule")
    rule.objects.get_or_create(artifact="delivery", defaults={"days": DAYS})


def remove_rule(apps, schema_editor):
    """Take the rule away, whatever it says: the older code knows no such thing."""
    apps.get_model("privacy", "RetentionRule").objects.filter(artifact="delivery").delete()


class Migration(migrations.Migration):
    """One more thing a rule may be about, on a table of a handful of rows."""

    dependencies = [("privacy", "0003_holds_kept")]

    operations = [
        migrations.AlterField(
            model_name="retentionrule",
            name="artifact",
            field=models.CharField(choices=ARTIFACTS, max_length=12, unique=True),
        ),
        migrations.RemoveConstraint(model_name="retentionrule", name=NAME),
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(artifact__in=[name for name, _ in ARTIFACTS]), name=NAME
            ),
        ),
        migrations.RunPython(add_rule, remove_rule, elidable=False),
    ]
