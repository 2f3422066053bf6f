"""History, versions and no deletion, held by the database."""

from django.db import migrations

from core.models.triggers import Capture


class Migration(migrations.Migration):
    """Guard the canonical tables of accounts."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        Capture("accounts_account", "account"),
        Capture("accounts_accountidentifier", "accountidentifier"),
    ]
