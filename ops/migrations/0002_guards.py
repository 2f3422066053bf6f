"""Runs and releases are kept for ever; flags have a history."""

from django.db import migrations

from core.models.triggers import AppendOnly, NoDelete

# every writer leaves a row: a page, a command, SQL by hand
NOTE = """
CREATE FUNCTION ops_note_flag() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb;
    is_now jsonb := jsonb_build_object(
        'everyone', NEW.everyone, 'percent', NEW.percent, 'staff', NEW.staff,
        'superusers', NEW.superusers, 'authenticated', NEW.authenticated);
BEGIN
    IF TG_OP = 'UPDATE' THEN
        was := jsonb_build_object(
            'everyone', OLD.everyone, 'percent', OLD.percent, 'staff', OLD.staff,
            'superusers', OLD.superusers, 'authenticated', OLD.authenticated);
        IF was = is_now AND OLD.name = NEW.name THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO ops_flagchange (flag, actor_id, reason, before, after)
    VALUES (NEW.name, core_setting('app.actor')::bigint,
            coalesce(core_setting('app.cause'), ''), was, is_now);
    RETURN NULL;
END $$;
CREATE TRIGGER note_change AFTER INSERT OR UPDATE ON ops_flag
    FOR EACH ROW EXECUTE FUNCTION ops_note_flag();
"""
FORGET = "DROP TRIGGER note_change ON ops_flag; DROP FUNCTION ops_note_flag();"
SEED = """
INSERT INTO ops_flag (name, everyone, testing, superusers, staff, authenticated, languages,
                      rollout, note, created, modified)
SELECT name, true, false, true, false, false, '', false, '', now(), now()
FROM unnest(ARRAY['schema', 'read', 'review', 'oracle', 'automation',
                  'imports', 'sync', 'ai', 'open']) WITH ORDINALITY AS f(name, place)
ORDER BY place
"""


class Migration(migrations.Migration):
    """Guard the tables of ops, and add the flags of the surfaces."""

    dependencies = [("ops", "0001_initial"), ("core", "0003_guards")]

    operations = [
        AppendOnly("ops_backuprun"),
        AppendOnly("ops_release"),
        migrations.RunSQL(NOTE, FORGET),
        migrations.RunSQL(SEED, migrations.RunSQL.noop),
        NoDelete("ops_flag", "switch it off instead"),
        AppendOnly("ops_flagchange"),
    ]
