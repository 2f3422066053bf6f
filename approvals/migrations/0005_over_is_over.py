"""What was proposed stays as it was decided about, and what was applied as it was applied."""

from django.db import migrations

# An erasure may empty what was proposed about a person (`content_stays` leaves it out as well).
KEEP = """
CREATE FUNCTION approvals_item_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM approvals_proposal p WHERE p.id = NEW.proposal_id
                   AND p.state IN ('draft', 'pending') AND p.revision = NEW.revision) THEN
        RAISE EXCEPTION 'proposal % takes no more items in revision %',
            NEW.proposal_id, NEW.revision
            USING ERRCODE = 'check_violation', CONSTRAINT = 'item_in_time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER item_in_time BEFORE INSERT ON approvals_proposalitem
    FOR EACH ROW EXECUTE FUNCTION approvals_item_in_time();
CREATE FUNCTION approvals_over_is_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% % is over: what was decided and done stays on record',
        TG_TABLE_NAME, OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'over_is_over';
END $$;
CREATE TRIGGER applied_stays BEFORE UPDATE ON approvals_proposalitem FOR EACH ROW
    WHEN (NOT core_erasing() AND OLD.apply_state IN ('applied', 'reverted') AND
          (OLD.decision, OLD.rejected_fields, OLD.applied_uid, OLD.applied_version, OLD.result)
          IS DISTINCT FROM
          (NEW.decision, NEW.rejected_fields, NEW.applied_uid, NEW.applied_version, NEW.result))
    EXECUTE FUNCTION approvals_over_is_over();
CREATE TRIGGER applied_stays BEFORE UPDATE ON approvals_proposal FOR EACH ROW
    WHEN (NOT core_erasing() AND OLD.state IN ('applied', 'partially_applied') AND
          (OLD.title, OLD.summary, OLD.risk, OLD.expires_at, OLD.confidence, OLD.applied_at)
          IS DISTINCT FROM
          (NEW.title, NEW.summary, NEW.risk, NEW.expires_at, NEW.confidence, NEW.applied_at))
    EXECUTE FUNCTION approvals_over_is_over();
"""
RELEASE = """
DROP TRIGGER applied_stays ON approvals_proposal;
DROP TRIGGER applied_stays ON approvals_proposalitem;
DROP FUNCTION approvals_over_is_over();
DROP TRIGGER item_in_time ON approvals_proposalitem;
DROP FUNCTION approvals_item_in_time();
"""


class Migration(migrations.Migration):
    """Three triggers."""

    dependencies = [("approvals", "0004_leases_and_teams"), ("core", "0003_guards")]

    operations = [migrations.RunSQL(KEEP, RELEASE)]
