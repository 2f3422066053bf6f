"""History, versions, references and no deletion, held by the database."""

from django.db import migrations

from core.models.triggers import Capture, References


class Migration(migrations.Migration):
    """Guard the canonical tables of the bridge."""

    dependencies = [("oracle_bridge", "0001_initial"), ("core", "0003_guards")]

    operations = [
        Capture("oracle_bridge_insight", "insight", history="oracle_bridge_historicalinsight"),
        Capture(
            "oracle_bridge_entitymapping",
            "entitymapping",
            history="oracle_bridge_historicalentitymapping",
        ),
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
