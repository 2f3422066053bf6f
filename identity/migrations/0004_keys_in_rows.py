"""Match keys in rows of their own: who stands behind a key is read from one index page.

The rows follow the profiles by triggers, so they cannot disagree, whoever writes.
"""

from django.db import migrations, models

FOLLOW = """
CREATE FUNCTION identity_follow_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        TRUNCATE identity_matchkey;
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM identity_matchkey m
        USING (SELECT w.contact_id, k FROM was w, unnest(w.keys) k) gone
        WHERE m.key = gone.k AND m.contact_id = gone.contact_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO identity_matchkey (key, contact_id)
        SELECT DISTINCT k, n.contact_id FROM now_is n, unnest(n.keys) k;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keys_follow_insert AFTER INSERT ON identity_matchprofile
    REFERENCING NEW TABLE AS now_is FOR EACH STATEMENT EXECUTE FUNCTION identity_follow_keys();
CREATE TRIGGER keys_follow_update AFTER UPDATE ON identity_matchprofile
    REFERENCING OLD TABLE AS was NEW TABLE AS now_is
    FOR EACH STATEMENT EXECUTE FUNCTION identity_follow_keys();
CREATE TRIGGER keys_follow_delete AFTER DELETE ON identity_matchprofile
    REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION identity_follow_keys();
CREATE TRIGGER keys_follow_truncate AFTER TRUNCATE ON identity_matchprofile
    FOR EACH STATEMENT EXECUTE FUNCTION identity_follow_keys();
"""
LEAVE = """
DROP TRIGGER keys_follow_insert ON identity_matchprofile;
DROP TRIGGER keys_follow_update ON identity_matchprofile;
DROP TRIGGER keys_follow_delete ON identity_matchprofile;
DROP TRIGGER keys_follow_truncate ON identity_matchprofile;
DROP FUNCTION identity_follow_keys();
"""
FILL = """
INSERT INTO identity_matchkey (key, contact_id)
SELECT DISTINCT k, contact_id FROM identity_matchprofile, unnest(keys) k ORDER BY 1, 2
"""


class Migration(migrations.Migration):
    """A table, its rows and what keeps them; the index over arrays goes."""

    dependencies = [("identity", "0003_split_policy")]

    operations = [
        migrations.CreateModel(
            name="MatchKey",
            fields=[
                ("pk", models.CompositePrimaryKey("key", "contact_id", blank=True, editable=False, primary_key=True, serialize=False)),
                ("key", models.BigIntegerField()),
                ("contact_id", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(FOLLOW, LEAVE),
        migrations.RemoveIndex(model_name="matchprofile", name="match_profile_keys"),
    ]
