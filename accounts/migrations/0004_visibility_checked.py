"""A visibility that is known: the rows there are are read through, while people work."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Apart from adding the check, so that nobody waits while the table is read."""

    dependencies = [("accounts", "0003_merges_and_visibility")]

    operations = [ValidateConstraint(model_name="account", name="account_visibility_known")]
