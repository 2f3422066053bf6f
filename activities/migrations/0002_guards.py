"""History, versions and no deletion, held by the database."""

from django.db import migrations

from core.models.triggers import Capture


class Migration(migrations.Migration):
    """Guard the canonical tables of activities."""

    dependencies = [("activities", "0001_initial")]

    operations = [
        Capture("activities_interaction", "interaction"),
        Capture("activities_interactionparticipant", "interactionparticipant"),
        Capture("activities_transcript", "transcript"),
        Capture("activities_note", "note"),
        Capture("activities_task", "task"),
        Capture("activities_attachment", "attachment"),
    ]
