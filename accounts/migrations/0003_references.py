
from django.db import migrations

from core.models.triggers import References


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0003_references"),
        ("accounts", "0002_guards"),
        ("core", "0003_references"),
    ]

    operations = [
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
