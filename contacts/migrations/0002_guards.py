"""History, versions and no deletion, held by the database."""

from django.db import migrations

from core.models.triggers import AppendOnly, Capture

CONTACT = ("contact_id", "contacts_contact")


class Migration(migrations.Migration):
    """Guard the canonical tables of contacts."""

    dependencies = [("contacts", "0001_initial")]

    operations = [
        Capture("contacts_contact", "contact"),
        Capture("contacts_contactpoint", "contactpoint", part_of=CONTACT),
        Capture("contacts_postaladdress", "postaladdress", part_of=CONTACT),
        Capture("contacts_contactrole", "contactrole"),
        Capture("contacts_household", "household"),
        Capture("contacts_householdmember", "householdmember"),
        Capture("contacts_accountcontact", "accountcontact", part_of=CONTACT),
        Capture("contacts_relationship", "relationship"),
        AppendOnly("contacts_consentrecord"),
    ]
