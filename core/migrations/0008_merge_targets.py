"""What a merged record leads to: a function for the tables whose records can be merged."""

from django.db import migrations

# Asked at the end of the transaction: a merge ends the loser and leads those merged into it
# earlier to the survivor, and its undoing goes the same way back; what counts is what is left.
# A row that leads somewhere leads to a record that stands, and nothing leads to a row that leads
# on: so there is neither a chain nor a circle.
CREATE = """
CREATE FUNCTION core_merge_target() RETURNS trigger LANGUAGE plpgsql AS $$
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
    IF leads AND (stands <> 'active' OR followed) THEN
        RAISE EXCEPTION 'a record is merged into one that stands, and nothing leads to it then'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'merged_into_what_stands';
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    """The function; contacts and accounts put it on their tables."""

    dependencies = [("core", "0007_parts_by_key")]

    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION core_merge_target();")]
