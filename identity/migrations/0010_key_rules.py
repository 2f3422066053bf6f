"""Which rules the match keys follow: those made by older ones are made anew, some at a time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns of the one row that says how far the change feed was read."""

    dependencies = [("identity", "0009_policy_threshold")]

    operations = [
        migrations.AddField(
            model_name="keyposition",
            name="rules",
            field=models.SmallIntegerField(default=0, help_text="Rules that everybody's keys follow, or will once renewed."),
        ),
        migrations.AddField(
            model_name="keyposition",
            name="renewed",
            field=models.BigIntegerField(null=True, help_text="While they are made anew: contacts up to this id follow the rules already."),
        ),
    ]
