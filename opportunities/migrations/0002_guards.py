"""History, versions and no deletion, held by the database."""

from django.db import migrations

from core.models.triggers import AppendOnly, Capture, References

KEEP_TOUCHES = """
CREATE TRIGGER touch_is_kept BEFORE UPDATE ON opportunities_campaigntouch FOR EACH ROW
    WHEN (to_jsonb(OLD) - 'contact_id' IS DISTINCT FROM to_jsonb(NEW) - 'contact_id')
    EXECUTE FUNCTION core_refuse('a touch is kept as received, but for its contact');
CREATE TRIGGER touch_is_not_deleted BEFORE DELETE OR TRUNCATE ON opportunities_campaigntouch
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse('a touch is kept as received');
"""
RELEASE_TOUCHES = """
DROP TRIGGER touch_is_not_deleted ON opportunities_campaigntouch;
DROP TRIGGER touch_is_kept ON opportunities_campaigntouch;
"""


class Migration(migrations.Migration):
    """Guard the tables of opportunities."""

    dependencies = [("opportunities", "0001_initial"), ("core", "0003_guards")]

    operations = [
        Capture("opportunities_opportunity", "opportunity"),
        Capture("opportunities_opportunityparty", "opportunityparty"),
        Capture("opportunities_propertyinterest", "propertyinterest"),
        Capture("opportunities_sitevisit", "sitevisit"),
        Capture("opportunities_campaign", "campaign"),
        AppendOnly("opportunities_stagehistory"),
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
        migrations.RunSQL(KEEP_TOUCHES, RELEASE_TOUCHES),
    ]
