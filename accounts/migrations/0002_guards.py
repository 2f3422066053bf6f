"""History, versions, references and no deletion, held by the database."""

from django.db import migrations

from core.models.triggers import Capture, References


class Migration(migrations.Migration):
    """Guard the canonical tables of accounts."""

    dependencies = [("accounts", "0001_initial"), ("core", "0003_guards")]

    operations = [
        Capture("accounts_account", "account"),
        Capture("accounts_accountidentifier", "accountidentifier"),
        References(
            "accounts_account",
            created_by_id="core_user",
            updated_by_id="core_user",
            owner_id="core_user",
            team_id="core_team",
        ),
        References(
            "accounts_accountidentifier",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
    ]
