
from django.db import migrations

from core.models.triggers import References


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0003_references"),
        ("accounts", "0003_references"),
        ("contacts", "0002_guards"),
        ("core", "0003_references"),
    ]

    operations = [
        References(
            "contacts_contact",
            created_by_id="core_user",
            updated_by_id="core_user",
            owner_id="core_user",
            team_id="core_team",
            employer_id="accounts_account",
            source_first_id="core_sourcesystem",
            source_latest_id="core_sourcesystem",
        ),
        References(
            "contacts_contactrole",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        References(
            "contacts_household",
            created_by_id="core_user",
            updated_by_id="core_user",
            owner_id="core_user",
            team_id="core_team",
        ),
        References(
            "contacts_householdmember",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        References(
            "contacts_accountcontact",
            created_by_id="core_user",
            updated_by_id="core_user",
            account_id="accounts_account",
            contact_id="contacts_contact",
        ),
        References(
            "contacts_relationship",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        References(
            "contacts_contactpoint",
            created_by_id="core_user",
            updated_by_id="core_user",
            contact_id="contacts_contact",
        ),
        References(
            "contacts_postaladdress",
            created_by_id="core_user",
            updated_by_id="core_user",
            contact_id="contacts_contact",
            account_id="accounts_account",
        ),
    ]
