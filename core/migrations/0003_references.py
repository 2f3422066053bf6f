"""References held set-based, and the rows they rest on kept."""

from django.db import migrations

from core.models.triggers import NoDelete, ReferenceFunction


class Migration(migrations.Migration):
    """Functions and guards of set-based references."""

    dependencies = [("core", "0002_sources")]

    operations = [
        ReferenceFunction(),
        NoDelete("core_user", "deactivate the login instead"),
        NoDelete("core_team", "take people out of the team instead"),
        NoDelete("core_sourcesystem", "deactivate the source instead"),
    ]
