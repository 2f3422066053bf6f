"""The crosswalk leads back to a batch that exists, checked once a statement."""

from django.db import migrations

from core.models.triggers import References

DROP = "ALTER TABLE identity_sourcerecord DROP CONSTRAINT crosswalk_batch_exists;"
ADD = """
ALTER TABLE identity_sourcerecord ADD CONSTRAINT crosswalk_batch_exists
    FOREIGN KEY (batch_id) REFERENCES imports_rawbatch (id) DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    """Set-based reference of the crosswalk to batches."""

    dependencies = [("imports", "0003_functions"), ("identity", "0003_references")]

    operations = [
        migrations.RunSQL(DROP, ADD),
        References("identity_sourcerecord", "batch_exists", batch_id="imports_rawbatch"),
    ]
