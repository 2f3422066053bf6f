"""A received file may be removed, by retention and by erasures; nothing else about it changes."""

from django.db import migrations

FACTS = """
CREATE OR REPLACE FUNCTION imports_batch_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.uid, NEW.source_id, NEW.filename, NEW.sha256, NEW.size, NEW.uploaded_by_id)
       IS DISTINCT FROM
       (OLD.uid, OLD.source_id, OLD.filename, OLD.sha256, OLD.size, OLD.uploaded_by_id)
       OR NEW.file <> OLD.file{unless}
    THEN
        RAISE EXCEPTION 'the facts of a received file never change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_facts_never_change';
    END IF;
    RETURN NEW;
END $$;
"""
KEPT, REMOVED = FACTS.format(unless=""), FACTS.format(unless=" AND NEW.file <> ''")


class Migration(migrations.Migration):
    """Let the name of a removed file be emptied."""

    dependencies = [("imports", "0006_told_again")]

    operations = [migrations.RunSQL(REMOVED, KEPT)]
