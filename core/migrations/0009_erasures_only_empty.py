"""An erasure empties and rewrites nothing, and says on the audit record that it ran."""

from django.db import migrations

from core.models.triggers import FUNCTIONS

REFUSE = FUNCTIONS[FUNCTIONS.index("CREATE FUNCTION core_refuse()") :]
EMPTIED = """
-- Whether a row lost values and nothing else: what changed is empty, or says that it was erased.
-- Keys, moments and who did it stay; texts of other systems, which are named like keys, may go.
CREATE FUNCTION core_is_emptied(was jsonb, becomes jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE
AS $$ SELECT NOT EXISTS (
    SELECT FROM jsonb_each(becomes) n JOIN jsonb_each(was) o ON o.key = n.key
    WHERE n.value <> o.value AND NOT (
        (n.key !~ '(^|_)(id|uid|xid|at|date)$' OR n.value = '""'
         OR n.key IN ('employer_id', 'verified_at') AND n.value = 'null')
        AND (n.value IN ('null', '""', '{}', '[]', '"\\\\x"', '"Erased"', '"Erased household"',
                         '"unknown"', '"other"', '"none"', '"withdrawn"', '{"erased": true}',
                         to_jsonb(repeat('0', 64)))
             OR n.value #>> '{}' IN (
                coalesce(becomes ->> 'uid', ''),
                'Erased contact ' || left(coalesce(becomes ->> 'uid', ''), 8),
                'Erased account ' || left(coalesce(becomes ->> 'uid', ''), 8)))))
$$;
CREATE FUNCTION core_only_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF core_erasing() AND core_is_emptied(to_jsonb(OLD), to_jsonb(NEW)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an erasure empties rows of %, it does not rewrite them', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'only_emptied';
END $$;
CREATE OR REPLACE FUNCTION core_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND core_erasing() THEN
        IF TG_LEVEL = 'STATEMENT' THEN RETURN NULL; END IF;
        IF core_is_emptied(to_jsonb(OLD), to_jsonb(NEW)) THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '% on % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0]
        USING ERRCODE = 'check_violation', CONSTRAINT = 'row_is_kept';
END $$;
CREATE FUNCTION core_erasure_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM core_auditevent e WHERE e.object_uid = NEW.uid
            AND e.object_type = 'erasure' AND e.action = 'privacy.erased'
    ) THEN
        RAISE EXCEPTION 'an erasure is on the audit record before it is over'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'erasure_is_told';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER erasure_is_told AFTER INSERT ON core_erasure
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION core_erasure_is_told();
"""
BACK = f"""
DROP TRIGGER erasure_is_told ON core_erasure;
DROP FUNCTION core_erasure_is_told();
{REFUSE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")}
DROP FUNCTION core_only_emptied();
DROP FUNCTION core_is_emptied(jsonb, jsonb);
"""


class Migration(migrations.Migration):
    """The functions; ops/0004 puts the guard of rows on every table of record."""

    dependencies = [("core", "0008_merge_targets")]

    operations = [migrations.RunSQL(EMPTIED, BACK)]
