"""Evidence and snapshots are kept as received, an activated configuration unchanged."""

from django.db import migrations

KEEP = """
CREATE TRIGGER evidence_is_kept BEFORE UPDATE ON evidence_evidence FOR EACH ROW
    WHEN (to_jsonb(OLD) - ARRAY['contact_id', 'household_id', 'opportunity_id', 'state',
                                'quarantine_reason', 'consent_id']
          IS DISTINCT FROM
          to_jsonb(NEW) - ARRAY['contact_id', 'household_id', 'opportunity_id', 'state',
                                'quarantine_reason', 'consent_id'])
    EXECUTE FUNCTION core_refuse('evidence is kept as received, but for its subject and state');
CREATE TRIGGER evidence_is_not_deleted BEFORE DELETE OR TRUNCATE ON evidence_evidence
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse('withdraw evidence instead');
CREATE TRIGGER config_is_fixed BEFORE UPDATE ON evidence_qdconfig FOR EACH ROW
    WHEN (OLD.state <> 'draft' AND (NEW.state = 'draft' OR
          to_jsonb(OLD) - 'state' IS DISTINCT FROM to_jsonb(NEW) - 'state'))
    EXECUTE FUNCTION core_refuse('a configuration is fixed once it is active: make a new version');
-- a snapshot follows its person through a merge; everything else about it is kept for ever
CREATE TRIGGER snapshot_is_kept BEFORE UPDATE ON evidence_qdsnapshot FOR EACH ROW
    WHEN (to_jsonb(OLD) - 'contact_id' IS DISTINCT FROM to_jsonb(NEW) - 'contact_id')
    EXECUTE FUNCTION core_refuse('a snapshot is kept as taken, but for whose it is');
CREATE TRIGGER snapshot_is_not_deleted BEFORE DELETE OR TRUNCATE ON evidence_qdsnapshot
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse('rows here are kept for ever');
"""
RELEASE = """
DROP TRIGGER snapshot_is_not_deleted ON evidence_qdsnapshot;
DROP TRIGGER snapshot_is_kept ON evidence_qdsnapshot;
DROP TRIGGER config_is_fixed ON evidence_qdconfig;
DROP TRIGGER evidence_is_not_deleted ON evidence_evidence;
DROP TRIGGER evidence_is_kept ON evidence_evidence;
"""
# machines know people by the sha256 of a number or an address; only claimed values lead anywhere
HASH = """
CREATE FUNCTION evidence_point_hash(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
    PARALLEL SAFE AS $$ SELECT encode(sha256(convert_to(value, 'UTF8')), 'hex') $$;
CREATE INDEX point_claimed_hash ON contacts_contactpoint (evidence_point_hash(value_norm))
    WHERE is_identity AND status IN ('active', 'unverified');
"""
UNHASH = """
DROP INDEX point_claimed_hash; DROP FUNCTION evidence_point_hash(text);
"""


class Migration(migrations.Migration):
    """Guard the tables of evidence."""

    dependencies = [("evidence", "0001_initial"), ("contacts", "0002_guards")]

    operations = [migrations.RunSQL(KEEP, RELEASE), migrations.RunSQL(HASH, UNHASH)]
