"""Raw evidence is kept as it came, and the crosswalk always leads back to it."""

from django.db import migrations

from core.models.triggers import AppendOnly

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
# identity lies below imports, so the model cannot hold this foreign key; the database can
CROSSWALK = """
ALTER TABLE identity_sourcerecord ADD CONSTRAINT crosswalk_batch_exists
    FOREIGN KEY (batch_id) REFERENCES imports_rawbatch (id) DEFERRABLE INITIALLY DEFERRED;
"""
NO_CROSSWALK = "ALTER TABLE identity_sourcerecord DROP CONSTRAINT crosswalk_batch_exists;"


class Migration(migrations.Migration):
    """Guards of raw evidence."""

    dependencies = [("imports", "0001_initial"), ("identity", "0001_initial")]

    operations = [
        migrations.RunSQL(FACTS, NO_FACTS),
        migrations.RunSQL(CROSSWALK, NO_CROSSWALK),
        AppendOnly("imports_rawrecord"),
    ]
