"""Raw evidence is kept as it came, and the crosswalk always leads back to it."""

from django.db import migrations

from core.models.triggers import AppendOnly, References

FACTS = """
CREATE FUNCTION imports_batch_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.uid, NEW.source_id, NEW.filename, NEW.file, NEW.sha256, NEW.size, NEW.uploaded_by_id)
       IS DISTINCT FROM
       (OLD.uid, OLD.source_id, OLD.filename, OLD.file, OLD.sha256, OLD.size, OLD.uploaded_by_id)
    THEN
        RAISE EXCEPTION 'the facts of a received file never change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_facts_never_change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER batch_facts BEFORE UPDATE ON imports_rawbatch
    FOR EACH ROW EXECUTE FUNCTION imports_batch_facts();
CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON imports_rawbatch
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse('received files are kept for ever');
"""
NO_FACTS = """
DROP TRIGGER no_delete ON imports_rawbatch;
DROP TRIGGER batch_facts ON imports_rawbatch;
DROP FUNCTION imports_batch_facts();
"""


class Migration(migrations.Migration):
    """Guards of raw evidence."""

    dependencies = [("imports", "0001_initial"), ("identity", "0002_guards")]

    operations = [
        migrations.RunSQL(FACTS, NO_FACTS),
        AppendOnly("imports_rawrecord"),
        References("identity_sourcerecord", "batch_exists", batch_id="imports_rawbatch"),
    ]
