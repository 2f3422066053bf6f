"""How the columns of a file were read stays as somebody approved it."""

from django.db import migrations

# An erasure may empty samples, which are values of people; nothing else of a column changes.
KEEP = """
CREATE FUNCTION imports_mapping_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND core_erasing()
        AND to_jsonb(NEW) - 'samples' = to_jsonb(OLD) - 'samples' THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM imports_mappingmanifest m
               WHERE m.id = OLD.manifest_id AND m.state = 'approved') THEN
        RAISE EXCEPTION 'a mapping that was approved never changes: propose another'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approved_mapping_stays';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER mapping_stays BEFORE UPDATE OR DELETE ON imports_columnmapping
    FOR EACH ROW EXECUTE FUNCTION imports_mapping_stays();
"""
RELEASE = """
DROP TRIGGER mapping_stays ON imports_columnmapping;
DROP FUNCTION imports_mapping_stays();
"""


class Migration(migrations.Migration):
    """One trigger."""

    dependencies = [("imports", "0008_kin"), ("core", "0003_guards")]

    operations = [migrations.RunSQL(KEEP, RELEASE)]
