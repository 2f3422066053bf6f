"""The crosswalk leads back to a batch that exists, checked once a statement."""

from django.db import migrations

from core.models.triggers import References


class Migration(migrations.Migration):
    """Set-based reference of the crosswalk to batches."""

    dependencies = [("imports", "0003_functions"), ("identity", "0003_references")]

    operations = [
        References("identity_sourcerecord", "batch_exists", batch_id="imports_rawbatch"),
    ]
