"""References held once a statement instead of once a row."""

from django.db import migrations

from core.models.triggers import References


class Migration(migrations.Migration):
    """Hold the references to people and teams."""

    dependencies = [
        ("core", "0003_references"),
        ("opportunities", "0003_default_pipeline"),
    ]

    operations = [
        References(
            "opportunities_campaign",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        References(
            "opportunities_opportunity",
            created_by_id="core_user",
            updated_by_id="core_user",
            owner_id="core_user",
            team_id="core_team",
        ),
        References(
            "opportunities_opportunityparty",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        References(
            "opportunities_propertyinterest",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        References(
            "opportunities_sitevisit",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
    ]
