"""The crosswalk, the journal of merges and locks, held by the database."""

from django.db import migrations

from core.models.triggers import AppendOnly, NoDelete, References

# a locked attribute does not change, whoever writes
LOCKS = """
CREATE FUNCTION identity_locked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    broken text;
BEGIN
    IF core_erasing() THEN
        RETURN NULL;
    END IF;
    SELECT l.attribute INTO broken
    FROM identity_fieldlock l
    JOIN changed n ON n.id = l.contact_id
    JOIN was o ON o.id = n.id
    CROSS JOIN LATERAL unnest(CASE l.attribute
        WHEN 'name' THEN ARRAY['full_name', 'salutation', 'given_name', 'middle_name',
                               'family_name']
        WHEN 'budget' THEN ARRAY['budget_min', 'budget_max', 'budget_currency']
        ELSE ARRAY[l.attribute] END) AS columns(name)
    WHERE (l.expires_at IS NULL OR l.expires_at > now())
      AND to_jsonb(n) -> columns.name IS DISTINCT FROM to_jsonb(o) -> columns.name
    LIMIT 1;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION '% is locked: unlock it first', broken
            USING ERRCODE = 'check_violation', CONSTRAINT = 'attribute_is_locked';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER locks_hold AFTER UPDATE ON contacts_contact
    REFERENCING OLD TABLE AS was NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION identity_locked();
"""
UNLOCK = """
DROP TRIGGER locks_hold ON contacts_contact;
DROP FUNCTION identity_locked();
"""


class Migration(migrations.Migration):
    """Guards of identity."""

    dependencies = [("identity", "0001_initial"), ("accounts", "0002_guards"), ("contacts", "0002_guards"), ("core", "0003_guards")]

    operations = [
        AppendOnly("identity_mergemove"),
        References(
            "identity_sourcerecord",
            source_id="core_sourcesystem",
            contact_id="contacts_contact",
            account_id="accounts_account",
            superseded_by_id="identity_sourcerecord",
        ),
        NoDelete("identity_sourcerecord", "a source record ends, it does not vanish"),
        migrations.RunSQL(LOCKS, UNLOCK),
    ]
