"""Database functions behind the proof of the record, as a migration operation.

- `core_audit_payload_hash`, `core_audit_row_hash`: the two hashes of an audit event;
- `core_audit_stamp`: sets them and the transaction's id on insert, whoever inserts;
- `core_audit_redact`: an update of an audit event may only replace its payload by the uid of the
  erasure that runs, and forget its salt;
- `core_erasing`: whether an erasure runs in this transaction. `core_refuse`, the guard of tables
  of record, lets an UPDATE through then that empties values (`core_is_emptied`, of the migration
  0009_erasures_only_empty); DELETE and TRUNCATE never;
- `core_never`: the guard of seals and erasures, without exception.
"""

from django.db.migrations import RunSQL

CREATE = """
CREATE FUNCTION core_audit_payload_hash(salt uuid, payload jsonb) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT encode(sha256(convert_to(salt::text || payload::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION core_audit_row_hash(e core_auditevent) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        e.id, e.xid, extract(epoch FROM e.at), e.actor_id, e.actor_kind, e.action, e.object_type,
        e.object_uid, e.object_version, e.proposal_uid, e.batch_uid, e.request_id, e.payload_hash
    )::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION core_audit_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id()::text::bigint;
    NEW.salt := coalesce(NEW.salt, gen_random_uuid());
    NEW.payload_hash := core_audit_payload_hash(NEW.salt, NEW.payload);
    NEW.row_hash := core_audit_row_hash(NEW);
    RETURN NEW;
END $$;

CREATE FUNCTION core_erasing() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT core_setting('app.erasure') IS NOT NULL AND EXISTS (
        SELECT FROM core_erasure WHERE uid = core_setting('app.erasure')::uuid
            AND xid = pg_current_xact_id()::text::bigint)
$$;

CREATE FUNCTION core_audit_redact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'payload' - 'salt' IS DISTINCT FROM to_jsonb(OLD) - 'payload' - 'salt'
       OR NEW.salt IS NOT NULL
       OR NEW.payload IS DISTINCT FROM jsonb_build_object('erased', core_setting('app.erasure'))
    THEN
        RAISE EXCEPTION 'an audit event can only lose its payload to an erasure'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_is_only_redacted';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION core_never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: it proves the record', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'row_is_kept';
END $$;

CREATE TRIGGER stamp BEFORE INSERT ON core_auditevent
    FOR EACH ROW EXECUTE FUNCTION core_audit_stamp();
CREATE TRIGGER redact BEFORE UPDATE ON core_auditevent
    FOR EACH ROW EXECUTE FUNCTION core_audit_redact();
CREATE TRIGGER never BEFORE UPDATE OR DELETE OR TRUNCATE ON core_auditseal
    FOR EACH STATEMENT EXECUTE FUNCTION core_never();
CREATE TRIGGER never BEFORE UPDATE OR DELETE OR TRUNCATE ON core_erasure
    FOR EACH STATEMENT EXECUTE FUNCTION core_never();
"""

DROP = """
DROP TRIGGER never ON core_erasure;
DROP TRIGGER never ON core_auditseal;
DROP TRIGGER redact ON core_auditevent;
DROP TRIGGER stamp ON core_auditevent;
DROP FUNCTION core_never();
DROP FUNCTION core_audit_redact();
DROP FUNCTION core_erasing();
DROP FUNCTION core_audit_stamp();
DROP FUNCTION core_audit_row_hash(core_auditevent);
DROP FUNCTION core_audit_payload_hash(uuid, jsonb);
"""


class Proof(RunSQL):
    """Create the functions and guards of seals, erasures and audit hashes."""

    def __init__(self) -> None:
        super().__init__(CREATE, DROP)
