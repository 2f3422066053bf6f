"""The hash of a claimed point is an expression the planner can inline."""

from django.db import migrations

# convert_to() is only STABLE, so a function around it was called once a row instead of inlined.
# A backslash, which the text of a bytea escapes with, is doubled; the database's encoding is UTF-8.
INLINE = r"""
CREATE OR REPLACE FUNCTION evidence_point_hash(value text) RETURNS text LANGUAGE sql IMMUTABLE
    STRICT PARALLEL SAFE AS $$ SELECT encode(sha256(replace(value, '\', '\\')::bytea), 'hex') $$;
"""
CALLED = """
CREATE OR REPLACE FUNCTION evidence_point_hash(value text) RETURNS text LANGUAGE sql IMMUTABLE
    STRICT PARALLEL SAFE AS $$ SELECT encode(sha256(convert_to(value, 'UTF8')), 'hex') $$;
"""


class Migration(migrations.Migration):
    """Renew the function; what indexes hold stays true."""

    dependencies = [("evidence", "0005_short_hash")]

    operations = [migrations.RunSQL(INLINE, CALLED)]
