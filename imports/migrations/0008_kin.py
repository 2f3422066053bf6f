from django.db import migrations

FUNCTIONS = """
-- what a name key tells of whose child or wife somebody is, and of father and son
CREATE FUNCTION imports_kin(key text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY(
        SELECT word FROM regexp_split_to_table(key, ' ') word
        WHERE word IN ('jr', 'sr', 'jnr', 'snr', 'junior', 'senior', 'ii', 'iii', 'iv')
            OR word IN ('s', 'd', 'w', 'h') AND string_to_array(key, ' ') @> '{o}'
        ORDER BY word)
$$;

-- whether two name keys may be one person: equal, or one's words all within the other's, and
-- neither alone tells that it is somebody's child: "Rajesh S/o Rajesh Kumar" holds his father's name
CREATE OR REPLACE FUNCTION imports_compatible(a text, b text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT a = b OR ((string_to_array(a, ' ') <@ string_to_array(b, ' ')
        OR string_to_array(b, ' ') <@ string_to_array(a, ' ')) AND imports_kin(a) = imports_kin(b))
$$;
"""
BACK = """
CREATE OR REPLACE FUNCTION imports_compatible(a text, b text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT a = b OR string_to_array(a, ' ') <@ string_to_array(b, ' ')
        OR string_to_array(b, ' ') <@ string_to_array(a, ' ')
$$;
DROP FUNCTION imports_kin(text);
"""


class Migration(migrations.Migration):
    """Names that tell whose child somebody is fit no other by their words alone."""

    dependencies = [("imports", "0007_files_go")]

    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
