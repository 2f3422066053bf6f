"""Evidence is kept as received, snapshots for ever, an activated configuration unchanged."""

from django.db import migrations

from core.models.triggers import AppendOnly

KEEP = """
CREATE TRIGGER evidence_is_kept BEFORE UPDATE ON evidence_evidence FOR EACH ROW
    WHEN (to_jsonb(OLD) - ARRAY['contact_id', 'household_id', 'opportunity_id', 'state']
          IS DISTINCT FROM
          to_jsonb(NEW) - ARRAY['contact_id', 'household_id', 'opportunity_id', 'state'])
    EXECUTE FUNCTION core_refuse('evidence is kept as received, but for its subject and state');
CREATE TRIGGER evidence_is_not_deleted BEFORE DELETE OR TRUNCATE ON evidence_evidence
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse('withdraw evidence instead');
CREATE TRIGGER config_is_fixed BEFORE UPDATE ON evidence_qdconfig FOR EACH ROW
    WHEN (OLD.state <> 'draft' AND (NEW.state = 'draft' OR
          to_jsonb(OLD) - 'state' IS DISTINCT FROM to_jsonb(NEW) - 'state'))
    EXECUTE FUNCTION core_refuse('a configuration is fixed once it is active: make a new version');
"""
RELEASE = """
DROP TRIGGER config_is_fixed ON evidence_qdconfig;
DROP TRIGGER evidence_is_not_deleted ON evidence_evidence;
DROP TRIGGER evidence_is_kept ON evidence_evidence;
"""


class Migration(migrations.Migration):
    """Guard the tables of evidence."""

    dependencies = [("evidence", "0001_initial")]

    operations = [AppendOnly("evidence_qdsnapshot"), migrations.RunSQL(KEEP, RELEASE)]
