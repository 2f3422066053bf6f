"""What was said in calls is cleared one by one, never emptied at once."""

from django.db import migrations

from core.models.triggers import NoTruncate


class Migration(migrations.Migration):
    """One trigger."""

    dependencies = [("activities", "0004_due_tasks"), ("core", "0003_guards")]

    operations = [NoTruncate("activities_transcriptsegment", "what was said is cleared by an erasure")]
