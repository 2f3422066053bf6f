"""History, versions and no deletion, held by the database."""

from django.db import migrations

from core.models.triggers import Capture


class Migration(migrations.Migration):
    """Guard the canonical tables of the bridge."""

    dependencies = [("oracle_bridge", "0001_initial")]

    operations = [
        Capture("oracle_bridge_insight", "insight", history="oracle_bridge_historicalinsight"),
        Capture(
            "oracle_bridge_entitymapping",
            "entitymapping",
            history="oracle_bridge_historicalentitymapping",
        ),
    ]
