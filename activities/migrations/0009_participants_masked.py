"""A participant known by a number alone is hidden from whom numbers are masked."""

from django.db import migrations

FIELD = {"entity": "interactionparticipant", "field": "point"}


def add_field(apps, schema_editor):
    """Add the row; one an installation made stays as it is."""
    apps.get_model("core", "SensitiveField").objects.get_or_create(
        **FIELD,
        defaults={
            "level": 1,
            "seen_by": [],
            "hidden_from": ["read_only"],
            "approved_by": [],
            "mask": "hidden",
        },
    )


class Migration(migrations.Migration):
    """One reference row; going back leaves it."""

    dependencies = [
        ("activities", "0008_due_in_our_days"),
        ("core", "0004_sources_and_sensitive_fields"),
    ]

    operations = [migrations.RunPython(add_field, migrations.RunPython.noop, elidable=False)]
