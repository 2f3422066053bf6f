"""A relationship is as strong as a number from 0 to 1: the rows there are are read through."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Apart from adding the check, so that nobody waits while the table is read."""

    dependencies = [("contacts", "0012_strength_is_a_share")]

    operations = [
        ValidateConstraint(model_name="relationship", name="relationship_strength_range"),
    ]
