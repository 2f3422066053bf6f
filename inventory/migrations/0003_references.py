"""References held once a statement instead of once a row."""

from django.db import migrations

from core.models.triggers import References


class Migration(migrations.Migration):
    """Hold the references to people and teams."""

    dependencies = [
        ("core", "0003_references"),
        ("inventory", "0002_guards"),
    ]

    operations = [
        References(
            "inventory_project",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        References(
            "inventory_tower",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        References(
            "inventory_unittype",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        References(
            "inventory_unit",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
    ]
