"""Functions for a search text that holds names of other scripts in Latin letters too."""

from django.db import migrations

from core.models.search_sql import SearchFunctions


class Migration(migrations.Migration):
    """Functions alone; contacts/0009_names_in_latin renews the texts there are."""

    dependencies = [("core", "0009_erasures_only_empty")]

    operations = [SearchFunctions()]
