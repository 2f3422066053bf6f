"""The hash of a contact point's normal form, as contacts' own."""

from django.db import migrations

# the same as evidence_point_hash, which the index of claimed points was built with and which stays
# for it: both are inlined, so the index serves either
HASH = r"""
CREATE OR REPLACE FUNCTION contacts_point_hash(value text) RETURNS text LANGUAGE sql IMMUTABLE
    STRICT PARALLEL SAFE AS $$ SELECT encode(sha256(replace(value, '\', '\\')::bytea), 'hex') $$;
"""


class Migration(migrations.Migration):
    """A function of its own; no row or index is touched."""

    dependencies = [("contacts", "0010_faxes_are_no_phones")]

    operations = [migrations.RunSQL(HASH, "DROP FUNCTION contacts_point_hash(text);")]
