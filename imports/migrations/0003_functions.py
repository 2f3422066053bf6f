"""Functions the set-based steps compare names and values with."""

from django.db import migrations

FUNCTIONS = """
-- the words of a name, folded and sorted: the form the projection gives in name_key
CREATE FUNCTION imports_name_key(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(string_agg(word, ' ' ORDER BY word COLLATE "C"), '')
    FROM regexp_split_to_table(regexp_replace(core_fold(name), '[^[:alnum:]]+', ' ', 'g'), ' ') word
    WHERE word <> ''
$$;

-- whether two name keys may be one person: equal, or one's words all within the other's
CREATE FUNCTION imports_compatible(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT a = b OR string_to_array(a, ' ') <@ string_to_array(b, ' ')
        OR string_to_array(b, ' ') <@ string_to_array(a, ' ')
$$;

-- golden values as the columns hold them: amounts as numbers, so that they compare as such
CREATE FUNCTION imports_typed(entity jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN entity ? 'budget_currency' THEN entity || jsonb_build_object(
        'budget_min', (entity ->> 'budget_min')::numeric,
        'budget_max', (entity ->> 'budget_max')::numeric) ELSE entity END
$$;
"""
DROP = """
DROP FUNCTION imports_typed(jsonb);
DROP FUNCTION imports_compatible(text, text);
DROP FUNCTION imports_name_key(text);
"""


class Migration(migrations.Migration):
    """SQL functions of imports."""

    dependencies = [("imports", "0002_guards")]

    operations = [migrations.RunSQL(FUNCTIONS, DROP)]
