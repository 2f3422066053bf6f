"""Four eyes, legal steps, delegation and unchanging content, held by the database."""

from django.db import migrations

from core.models.triggers import AppendOnly

COMPOSITE_KEY = """
ALTER TABLE approvals_approvalevent ADD CONSTRAINT event_actor_is_of_kind
    FOREIGN KEY (actor_id, actor_kind) REFERENCES core_user (id, kind);
"""

EVENTS = """
-- A decision is about the revision that stands. Nobody approves what they wrote, nor lends their
-- voice to it; a borrowed voice needs a delegation that is in force. Solo mode alone lets an
-- author approve, and only in a transaction that says so.
CREATE FUNCTION approvals_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    p approvals_proposal;
    voices bigint[] := ARRAY[NEW.actor_id, NEW.on_behalf_of_id];
BEGIN
    SELECT * INTO STRICT p FROM approvals_proposal WHERE id = NEW.proposal_id;
    IF NEW.revision <> p.revision OR NEW.content_hash <> p.content_hash OR p.state <> 'pending' THEN
        RAISE EXCEPTION 'revision % of proposal % does not wait for approval', NEW.revision, p.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_of_what_stands';
    END IF;
    IF NEW.on_behalf_of_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM approvals_delegation d
        WHERE d.from_user_id = NEW.on_behalf_of_id AND d.to_user_id = NEW.actor_id
          AND d.revoked_at IS NULL AND now() >= d.starts_at AND now() < d.ends_at
    ) THEN
        RAISE EXCEPTION 'user % does not decide for user %', NEW.actor_id, NEW.on_behalf_of_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'delegation_in_force';
    END IF;
    IF NEW.type <> 'approved' OR NEW.solo AND core_setting('app.solo') = 'on'
        AND p.policy_snapshot -> 'solo' = 'true'::jsonb THEN
        RETURN NEW;
    END IF;
    IF p.proposer_id = ANY (voices) OR p.on_behalf_of_id = ANY (voices) THEN
        RAISE EXCEPTION 'nobody approves what they proposed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
    END IF;
    IF EXISTS (SELECT FROM approvals_approvalevent e
               WHERE e.proposal_id = p.id AND e.type = 'edited' AND e.actor_id = ANY (voices)) THEN
        RAISE EXCEPTION 'nobody approves what they edited'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER four_eyes BEFORE INSERT ON approvals_approvalevent
    FOR EACH ROW WHEN (NEW.type IN ('approved', 'rejected')) EXECUTE FUNCTION approvals_four_eyes();
"""
NO_EVENTS = """
DROP TRIGGER four_eyes ON approvals_approvalevent;
DROP FUNCTION approvals_four_eyes();
"""

PROPOSALS = """
CREATE FUNCTION approvals_legal_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state NOT IN ('draft', 'pending') OR NEW.revision <> 1 THEN
            RAISE EXCEPTION 'a proposal starts as a draft or as pending'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'legal_step';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'draft>pending', 'draft>withdrawn',
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
        OR (NEW.on_behalf_of_id, NEW.source_id, NEW.reverts_id, NEW.declared_risk)
            IS DISTINCT FROM
           (OLD.on_behalf_of_id, OLD.source_id, OLD.reverts_id, OLD.declared_risk) THEN
        RAISE EXCEPTION 'the origin of proposal % never changes', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'origin_never_changes';
    END IF;
    IF NEW.revision = OLD.revision THEN
        IF NEW.content_hash <> OLD.content_hash OR OLD.state <> 'draft' AND
           (NEW.required_approvals, NEW.policy_snapshot, NEW.approver_roles, NEW.permissions,
            NEW.barred, NEW.owner_id, NEW.required_rejections, NEW.escalate_to)
            IS DISTINCT FROM
           (OLD.required_approvals, OLD.policy_snapshot, OLD.approver_roles, OLD.permissions,
            OLD.barred, OLD.owner_id, OLD.required_rejections, OLD.escalate_to) THEN
            RAISE EXCEPTION 'content and rules of a revision never change'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'revision_never_changes';
        END IF;
    ELSIF NEW.revision <> OLD.revision + 1
        OR NEW.state <> (CASE OLD.state WHEN 'draft' THEN 'draft' ELSE 'pending' END) THEN
        RAISE EXCEPTION 'a new revision is the next one and waits for a decision'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'revision_moves_by_one';
    END IF;
    IF OLD.state IN ('conflict', 'failed') AND NEW.state = 'pending'
        AND NEW.revision = OLD.revision THEN
        RAISE EXCEPTION 'what went wrong is decided about anew, as a new revision'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'resolved_by_revision';
    END IF;
    IF OLD.state = 'failed' AND NEW.state = 'applying' AND NOT OLD.transient THEN
        RAISE EXCEPTION 'proposal % failed for good: only a passing error is tried again', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'retry_of_the_passing';
    END IF;
    IF NEW.state = 'applying' AND OLD.state <> 'applying' AND EXISTS (
        SELECT FROM approvals_proposal_depends_on d
        JOIN approvals_proposal first ON first.id = d.to_proposal_id
        WHERE d.from_proposal_id = NEW.id
          AND first.state NOT IN ('applied', 'partially_applied')
    ) THEN
        RAISE EXCEPTION 'proposal % depends on what is not applied', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dependencies_first';
    END IF;
    IF NEW.state = 'rejected' AND OLD.state <> 'rejected' AND NEW.required_rejections > (
        SELECT count(DISTINCT coalesce(e.on_behalf_of_id, e.actor_id))
        FROM approvals_approvalevent e
        WHERE e.proposal_id = NEW.id AND e.revision = NEW.revision
          AND e.content_hash = NEW.content_hash AND e.type = 'rejected'
    ) THEN
        RAISE EXCEPTION 'proposal % has not the rejections it needs', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'rejected_by_people';
    END IF;
    IF NEW.state = 'approved' AND OLD.state <> 'approved' AND NOT (
        NEW.policy_snapshot ->> 'decision' = 'auto_apply' AND EXISTS (
            SELECT FROM approvals_approvalevent e
            WHERE e.proposal_id = NEW.id AND e.revision = NEW.revision
              AND e.content_hash = NEW.content_hash AND e.type = 'auto_approved')
        OR NEW.required_approvals > 0 AND NEW.required_approvals <= (
            SELECT count(DISTINCT coalesce(e.on_behalf_of_id, e.actor_id))
            FROM approvals_approvalevent e
            WHERE e.proposal_id = NEW.id AND e.revision = NEW.revision
              AND e.content_hash = NEW.content_hash AND e.type = 'approved')
    ) THEN
        RAISE EXCEPTION 'proposal % has not the approvals it needs', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approved_by_people';
    END IF;
    IF OLD.solo AND NOT NEW.solo THEN
        RAISE EXCEPTION 'the red flag of proposal % stays', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'flag_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER legal_step BEFORE INSERT OR UPDATE ON approvals_proposal
    FOR EACH ROW EXECUTE FUNCTION approvals_legal_step();
CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON approvals_proposal
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse('withdraw instead');
-- What is over holds no record any more.
CREATE FUNCTION approvals_free_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM approvals_exclusivekey WHERE proposal_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER free_keys AFTER UPDATE OF state ON approvals_proposal FOR EACH ROW
    WHEN (NEW.state IN ('applied', 'partially_applied', 'rejected', 'withdrawn', 'expired',
                        'superseded'))
    EXECUTE FUNCTION approvals_free_keys();
-- A key is given back by the end of its proposal alone.
CREATE FUNCTION approvals_keep_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT FROM approvals_proposal p WHERE p.id = OLD.proposal_id AND p.state IN
            ('applied', 'partially_applied', 'rejected', 'withdrawn', 'expired', 'superseded')
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the key % is held until proposal % is over', OLD.key, OLD.proposal_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'key_is_held';
END $$;
CREATE TRIGGER key_is_held BEFORE UPDATE OR DELETE ON approvals_exclusivekey
    FOR EACH ROW EXECUTE FUNCTION approvals_keep_key();
"""
NO_PROPOSALS = """
DROP TRIGGER key_is_held ON approvals_exclusivekey;
DROP FUNCTION approvals_keep_key();
DROP TRIGGER free_keys ON approvals_proposal;
DROP FUNCTION approvals_free_keys();
DROP TRIGGER no_delete ON approvals_proposal;
DROP TRIGGER legal_step ON approvals_proposal;
DROP FUNCTION approvals_legal_step();
"""

ITEMS = """
-- An erasure may empty what was proposed about a person; nothing else changes content.
CREATE FUNCTION approvals_item_content() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moving text[] := ARRAY['decision', 'rejected_fields', 'apply_state', 'applied_uid',
                           'applied_version', 'result', 'conflict'];
BEGIN
    IF (to_jsonb(NEW) - moving) <> (to_jsonb(OLD) - moving) THEN
        RAISE EXCEPTION 'the content of item % never changes: edit makes a new revision', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'content_never_changes';
    END IF;
    IF NEW.apply_state <> OLD.apply_state
        AND OLD.apply_state <> 'pending'
        AND (OLD.apply_state, NEW.apply_state) NOT IN (('applied', 'reverted')) THEN
        RAISE EXCEPTION 'item % has been dealt with: %', OLD.id, OLD.apply_state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'item_once';
    END IF;
    IF NOT NEW.rejected_fields @> OLD.rejected_fields
        OR OLD.decision = 'rejected' AND NEW.decision <> 'rejected' THEN
        RAISE EXCEPTION 'what was turned down in item % stays turned down', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'no_stays_no';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER content_stays BEFORE UPDATE ON approvals_proposalitem
    FOR EACH ROW WHEN (NOT core_erasing()) EXECUTE FUNCTION approvals_item_content();
CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON approvals_proposalitem
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse('withdraw the proposal instead');
"""
NO_ITEMS = """
DROP TRIGGER no_delete ON approvals_proposalitem;
DROP TRIGGER content_stays ON approvals_proposalitem;
DROP FUNCTION approvals_item_content();
"""

DELEGATIONS = """
ALTER TABLE approvals_delegation
    ADD CONSTRAINT delegation_from_person FOREIGN KEY (from_user_id, from_kind)
        REFERENCES core_user (id, kind),
    ADD CONSTRAINT delegation_to_person FOREIGN KEY (to_user_id, to_kind)
        REFERENCES core_user (id, kind);
CREATE FUNCTION approvals_delegation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'revoked_at' <> to_jsonb(OLD) - 'revoked_at'
        OR OLD.revoked_at IS NOT NULL THEN
        RAISE EXCEPTION 'delegation % never changes: revoke it, then make another', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'delegation_never_changes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER delegation_stays BEFORE UPDATE ON approvals_delegation
    FOR EACH ROW EXECUTE FUNCTION approvals_delegation_stays();
CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON approvals_delegation
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse('revoke instead');
ALTER TABLE approvals_proposal_depends_on ADD CONSTRAINT dependency_is_older
    CHECK (to_proposal_id < from_proposal_id);
"""
NO_DELEGATIONS = """
ALTER TABLE approvals_proposal_depends_on DROP CONSTRAINT dependency_is_older;
DROP TRIGGER no_delete ON approvals_delegation;
DROP TRIGGER delegation_stays ON approvals_delegation;
DROP FUNCTION approvals_delegation_stays();
ALTER TABLE approvals_delegation
    DROP CONSTRAINT delegation_to_person, DROP CONSTRAINT delegation_from_person;
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
NO_POLICIES = """
DROP TRIGGER no_delete ON approvals_approvalpolicy;
DROP TRIGGER version_stays ON approvals_approvalpolicy;
DROP FUNCTION approvals_policy_version();
"""


class Migration(migrations.Migration):
    """Guard the tables of approvals."""

    dependencies = [("approvals", "0001_initial"), ("core", "0003_guards")]

    operations = [
        migrations.RunSQL(
            COMPOSITE_KEY,
            "ALTER TABLE approvals_approvalevent DROP CONSTRAINT event_actor_is_of_kind;",
        ),
        AppendOnly("approvals_approvalevent"),
        AppendOnly("approvals_proposal_depends_on"),
        AppendOnly("approvals_rejectedvalue"),
        AppendOnly("approvals_autoapplyswitch"),
        migrations.RunSQL(EVENTS, NO_EVENTS),
        migrations.RunSQL(PROPOSALS, NO_PROPOSALS),
        migrations.RunSQL(ITEMS, NO_ITEMS),
        migrations.RunSQL(DELEGATIONS, NO_DELEGATIONS),
        migrations.RunSQL(POLICIES, NO_POLICIES),
    ]
