"""History, versions, references and no deletion, held by the database."""

from django.db import migrations

from core.models.triggers import Capture, References


class Migration(migrations.Migration):
    """Guard the canonical tables of activities."""

    dependencies = [("activities", "0001_initial"), ("core", "0003_guards")]

    operations = [
        Capture("activities_interaction", "interaction"),
        Capture("activities_interactionparticipant", "interactionparticipant"),
        Capture("activities_transcript", "transcript"),
        Capture("activities_note", "note"),
        Capture("activities_task", "task"),
        Capture("activities_attachment", "attachment"),
        References(
            "activities_attachment",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        References(
            "activities_interaction",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        References(
            "activities_interactionparticipant",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        References(
            "activities_note",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        References(
            "activities_task",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        References(
            "activities_transcript",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
    ]
