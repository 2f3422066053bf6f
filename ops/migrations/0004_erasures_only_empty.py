"""Tables of record: an erasure empties their rows and rewrites none."""

from django.db import migrations

# audit events have a narrower guard of their own, `core_audit_redact`
EVERY = """
DO $$
DECLARE
    kept regclass;
BEGIN
    FOR kept IN SELECT tgrelid::regclass FROM pg_trigger
        WHERE tgname = 'append_only' AND tgrelid <> 'core_auditevent'::regclass
    LOOP
        EXECUTE format('{}', kept);
    END LOOP;
END $$;
"""
ADD = (
    "CREATE TRIGGER only_emptied BEFORE UPDATE ON %s"
    " FOR EACH ROW EXECUTE FUNCTION core_only_emptied()"
)


class Migration(migrations.Migration):
    """One trigger a table, on every table that has been made append-only until here."""

    dependencies = [
        ("ops", "0003_exports"),
        ("core", "0009_erasures_only_empty"),
        ("accounts", "0004_visibility_checked"),
        ("activities", "0005_segments_kept"),
        ("approvals", "0005_over_is_over"),
        ("contacts", "0008_merges_and_budgets_checked"),
        ("evidence", "0007_answers_by_channel"),
        ("identity", "0012_verdicts_kept"),
        ("imports", "0009_approved_mappings"),
        ("inventory", "0002_guards"),
        ("opportunities", "0008_amounts_checked"),
        ("oracle_bridge", "0003_tries_counted"),
        ("privacy", "0003_holds_kept"),
    ]

    operations = [
        migrations.RunSQL(EVERY.format(ADD), EVERY.format("DROP TRIGGER only_emptied ON %s"))
    ]
