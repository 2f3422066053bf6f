"""References held once a statement instead of once a row."""

from django.db import migrations

from core.models.triggers import References


class Migration(migrations.Migration):
    """Hold the references to people and teams."""

    dependencies = [
        ("core", "0003_references"),
        ("oracle_bridge", "0002_guards"),
    ]

    operations = [
        References(
            "oracle_bridge_insight",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        References(
            "oracle_bridge_entitymapping",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
    ]
