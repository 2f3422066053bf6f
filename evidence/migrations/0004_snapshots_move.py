"""A snapshot follows its person through a merge; everything else about it is kept for ever."""

from django.db import migrations

KEEP = """
DROP TRIGGER append_only ON evidence_qdsnapshot;
CREATE TRIGGER snapshot_is_kept BEFORE UPDATE ON evidence_qdsnapshot FOR EACH ROW
    WHEN (to_jsonb(OLD) - 'contact_id' IS DISTINCT FROM to_jsonb(NEW) - 'contact_id')
    EXECUTE FUNCTION core_refuse('a snapshot is kept as taken, but for whose it is');
CREATE TRIGGER snapshot_is_not_deleted BEFORE DELETE OR TRUNCATE ON evidence_qdsnapshot
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse('rows here are kept for ever');
"""
RELEASE = """
DROP TRIGGER snapshot_is_not_deleted ON evidence_qdsnapshot;
DROP TRIGGER snapshot_is_kept ON evidence_qdsnapshot;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_qdsnapshot
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse('rows here are kept for ever');
"""


class Migration(migrations.Migration):
    """Guards of the score's timeline."""

    dependencies = [("evidence", "0003_default_score")]

    operations = [migrations.RunSQL(KEEP, RELEASE)]
