"""History, versions, references and no deletion, held by the database."""

from django.db import migrations

from core.models.triggers import Capture, References

CONTACT = ("contact_id", "contacts_contact")
# an answer follows its person through a merge; everything else about it is kept for ever
KEEP = """
CREATE TRIGGER consent_is_kept BEFORE UPDATE ON contacts_consentrecord FOR EACH ROW
    WHEN (to_jsonb(OLD) - ARRAY['contact_id', 'guardian_id']
          IS DISTINCT FROM to_jsonb(NEW) - ARRAY['contact_id', 'guardian_id'])
    EXECUTE FUNCTION core_refuse('an answer is kept as given, but for whose it is');
-- what a merge repeated to stay strict goes with the merge when that is undone
CREATE TRIGGER consent_is_not_deleted BEFORE DELETE ON contacts_consentrecord FOR EACH ROW
    WHEN (OLD.channel <> 'merge' OR
          coalesce(core_setting('app.cause'), '') NOT LIKE 'unmerge:%')
    EXECUTE FUNCTION core_refuse('rows here are kept for ever');
CREATE TRIGGER consent_is_not_truncated BEFORE TRUNCATE ON contacts_consentrecord
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse('rows here are kept for ever');
"""
RELEASE = """
DROP TRIGGER consent_is_not_truncated ON contacts_consentrecord;
DROP TRIGGER consent_is_not_deleted ON contacts_consentrecord;
DROP TRIGGER consent_is_kept ON contacts_consentrecord;
"""


class Migration(migrations.Migration):
    """Guard the canonical tables of contacts, and answers about consent."""

    dependencies = [("contacts", "0001_initial"), ("accounts", "0002_guards"), ("core", "0003_guards")]

    operations = [
        Capture("contacts_contact", "contact"),
        Capture("contacts_contactpoint", "contactpoint", part_of=CONTACT),
        Capture("contacts_postaladdress", "postaladdress", part_of=CONTACT),
        Capture("contacts_contactrole", "contactrole"),
        Capture("contacts_household", "household"),
        Capture("contacts_householdmember", "householdmember"),
        Capture("contacts_accountcontact", "accountcontact", part_of=CONTACT),
        Capture("contacts_relationship", "relationship"),
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
        migrations.RunSQL(KEEP, RELEASE),
    ]
