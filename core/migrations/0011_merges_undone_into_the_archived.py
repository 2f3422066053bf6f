"""Undoing a merge may lead people back to whom they were merged into and who is archived by now."""

from django.db import migrations

# The same function as before, but for one thing: a row that led on to somebody else may go back to
# one that was archived. To be merged into an archived row is still refused.
STRICT = """
CREATE OR REPLACE FUNCTION core_merge_target() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text;
    leads boolean;
    followed boolean;
BEGIN
    EXECUTE format(
        'SELECT m.merged_into_id IS NOT NULL, t.state, EXISTS ('
        'SELECT FROM %1$I f WHERE f.merged_into_id = m.id) '
        'FROM %1$I m LEFT JOIN %1$I t ON t.id = m.merged_into_id WHERE m.id = $1', TG_TABLE_NAME)
        INTO leads, stands, followed USING NEW.id;
    IF leads AND (followed OR stands <> 'active') THEN
        RAISE EXCEPTION 'a record is merged into one that stands, and nothing leads to it then'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'merged_into_what_stands';
    END IF;
    RETURN NULL;
END $$;
"""
BACK = "(stands = 'archived' AND TG_OP = 'UPDATE' AND OLD.merged_into_id IS NOT NULL)"
LOOSER = STRICT.replace("stands <> 'active'", f"(stands <> 'active' AND NOT {BACK})")


class Migration(migrations.Migration):
    """The function alone; its triggers stay."""

    dependencies = [("core", "0010_search_text")]

    operations = [migrations.RunSQL(LOOSER, STRICT)]
