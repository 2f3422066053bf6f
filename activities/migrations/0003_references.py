"""References held once a statement instead of once a row."""

from django.db import migrations

from core.models.triggers import References


class Migration(migrations.Migration):
    """Hold the references to people and teams."""

    dependencies = [
        ("core", "0003_references"),
        ("activities", "0002_guards"),
    ]

    operations = [
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
