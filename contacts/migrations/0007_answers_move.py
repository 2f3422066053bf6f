"""An answer follows its person through a merge; everything else about it is kept for ever."""

from django.db import migrations

KEEP = """
DROP TRIGGER append_only ON contacts_consentrecord;
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
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON contacts_consentrecord
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse('rows here are kept for ever');
"""


class Migration(migrations.Migration):
    """Guards of consent."""

    dependencies = [("contacts", "0006_merging")]

    operations = [migrations.RunSQL(KEEP, RELEASE)]
