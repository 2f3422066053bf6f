"""Four eyes, legal steps and unchanging content, held by the database."""

from django.db import migrations

from core.models.triggers import AppendOnly

COMPOSITE_KEY = """
ALTER TABLE approvals_approvalevent ADD CONSTRAINT event_actor_is_of_kind
    FOREIGN KEY (actor_id, actor_kind) REFERENCES core_user (id, kind);
"""

EVENTS = """
-- An approval is of the revision that stands, by somebody who did not write any of it.
CREATE FUNCTION approvals_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    p approvals_proposal;
BEGIN
    SELECT * INTO STRICT p FROM approvals_proposal WHERE id = NEW.proposal_id;
    IF NEW.actor_id IN (p.proposer_id, p.on_behalf_of_id) THEN
        RAISE EXCEPTION 'nobody approves what they proposed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
    END IF;
    IF EXISTS (SELECT FROM approvals_approvalevent e
               WHERE e.proposal_id = p.id AND e.type = 'edited' AND e.actor_id = NEW.actor_id) THEN
        RAISE EXCEPTION 'nobody approves what they edited'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
    END IF;
    IF NEW.revision <> p.revision OR NEW.content_hash <> p.content_hash OR p.state <> 'pending' THEN
        RAISE EXCEPTION 'revision % of proposal % does not wait for approval', NEW.revision, p.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_of_what_stands';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER four_eyes BEFORE INSERT ON approvals_approvalevent
    FOR EACH ROW WHEN (NEW.type = 'approved') EXECUTE FUNCTION approvals_four_eyes();
"""

PROPOSALS = """
CREATE FUNCTION approvals_legal_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'pending' OR NEW.revision <> 1 THEN
            RAISE EXCEPTION 'a proposal starts as pending'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'legal_step';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'pending>changes_requested', 'pending>approved', 'pending>rejected', 'pending>withdrawn',
        'pending>expired', 'pending>superseded',
        'changes_requested>pending', 'changes_requested>withdrawn', 'changes_requested>expired',
        'changes_requested>superseded',
        'approved>applying', 'approved>expired',
        'applying>applied', 'applying>partially_applied', 'applying>conflict', 'applying>failed',
        'conflict>pending', 'conflict>withdrawn',
        'failed>pending', 'failed>applying', 'failed>withdrawn', 'failed>expired'
    ) THEN
        RAISE EXCEPTION 'a proposal does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'legal_step';
    END IF;
    IF (NEW.uid, NEW.created_at, NEW.kind, NEW.proposer_id, NEW.apply_mode)
            IS DISTINCT FROM (OLD.uid, OLD.created_at, OLD.kind, OLD.proposer_id, OLD.apply_mode)
        OR (NEW.on_behalf_of_id, NEW.source_id, NEW.reverts_id)
            IS DISTINCT FROM (OLD.on_behalf_of_id, OLD.source_id, OLD.reverts_id) THEN
        RAISE EXCEPTION 'the origin of proposal % never changes', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'origin_never_changes';
    END IF;
    IF NEW.revision = OLD.revision THEN
        IF (NEW.content_hash, NEW.required_approvals, NEW.policy_snapshot, NEW.approver_roles,
            NEW.permissions, NEW.barred) IS DISTINCT FROM
           (OLD.content_hash, OLD.required_approvals, OLD.policy_snapshot, OLD.approver_roles,
            OLD.permissions, OLD.barred) THEN
            RAISE EXCEPTION 'content and rules of a revision never change'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'revision_never_changes';
        END IF;
    ELSIF NEW.revision <> OLD.revision + 1 OR NEW.state <> 'pending' THEN
        RAISE EXCEPTION 'a new revision is the next one and waits for a decision'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'revision_moves_by_one';
    END IF;
    IF NEW.state = 'approved' AND OLD.state <> 'approved' AND NOT (
        NEW.policy_snapshot ->> 'decision' = 'auto_apply' AND EXISTS (
            SELECT FROM approvals_approvalevent e
            WHERE e.proposal_id = NEW.id AND e.revision = NEW.revision
              AND e.content_hash = NEW.content_hash AND e.type = 'auto_approved')
        OR NEW.required_approvals > 0 AND NEW.required_approvals <= (
            SELECT count(DISTINCT e.actor_id) FROM approvals_approvalevent e
            WHERE e.proposal_id = NEW.id AND e.revision = NEW.revision
              AND e.content_hash = NEW.content_hash AND e.type = 'approved')
    ) THEN
        RAISE EXCEPTION 'proposal % has not the approvals it needs', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approved_by_people';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER legal_step BEFORE INSERT OR UPDATE ON approvals_proposal
    FOR EACH ROW EXECUTE FUNCTION approvals_legal_step();
CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON approvals_proposal
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse('withdraw instead');
"""

ITEMS = """
CREATE FUNCTION approvals_item_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - ARRAY['decision', 'apply_state', 'applied_uid', 'applied_version',
                              'result', 'conflict'])
        <> (to_jsonb(OLD) - ARRAY['decision', 'apply_state', 'applied_uid', 'applied_version',
                                  'result', 'conflict']) THEN
        RAISE EXCEPTION 'the content of item % never changes: edit makes a new revision', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'content_never_changes';
    END IF;
    IF NEW.apply_state <> OLD.apply_state
        AND OLD.apply_state <> 'pending'
        AND (OLD.apply_state, NEW.apply_state) NOT IN (('applied', 'reverted')) THEN
        RAISE EXCEPTION 'item % has been dealt with: %', OLD.id, OLD.apply_state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'item_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER content_stays BEFORE UPDATE ON approvals_proposalitem
    FOR EACH ROW EXECUTE FUNCTION approvals_item_content();
CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON approvals_proposalitem
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse('withdraw the proposal instead');
"""

POLICIES = """
CREATE FUNCTION approvals_policy_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'active' <> to_jsonb(OLD) - 'active' OR NEW.active AND NOT OLD.active THEN
        RAISE EXCEPTION 'policy % never changes: add a version', OLD.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_version_never_changes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER version_stays BEFORE UPDATE ON approvals_approvalpolicy
    FOR EACH ROW EXECUTE FUNCTION approvals_policy_version();
CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON approvals_approvalpolicy
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse('add a version instead');
"""


class Migration(migrations.Migration):
    """Guard the tables of approvals."""

    dependencies = [("approvals", "0001_initial")]

    operations = [
        migrations.RunSQL(
            COMPOSITE_KEY,
            "ALTER TABLE approvals_approvalevent DROP CONSTRAINT event_actor_is_of_kind;",
        ),
        AppendOnly("approvals_approvalevent"),
        migrations.RunSQL(
            EVENTS,
            "DROP TRIGGER four_eyes ON approvals_approvalevent; "
            "DROP FUNCTION approvals_four_eyes();",
        ),
        migrations.RunSQL(
            PROPOSALS,
            "DROP TRIGGER no_delete ON approvals_proposal; "
            "DROP TRIGGER legal_step ON approvals_proposal; "
            "DROP FUNCTION approvals_legal_step();",
        ),
        migrations.RunSQL(
            ITEMS,
            "DROP TRIGGER no_delete ON approvals_proposalitem; "
            "DROP TRIGGER content_stays ON approvals_proposalitem; "
            "DROP FUNCTION approvals_item_content();",
        ),
        migrations.RunSQL(
            POLICIES,
            "DROP TRIGGER no_delete ON approvals_approvalpolicy; "
            "DROP TRIGGER version_stays ON approvals_approvalpolicy; "
            "DROP FUNCTION approvals_policy_version();",
        ),
    ]
