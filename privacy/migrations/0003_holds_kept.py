"""Holds end one by one: the table is never emptied."""

from django.db import migrations

from core.models.triggers import NoTruncate


class Migration(migrations.Migration):
    """One trigger."""

    dependencies = [("privacy", "0002_retention"), ("core", "0003_guards")]

    operations = [NoTruncate("privacy_legalhold", "a hold ends by its date")]
