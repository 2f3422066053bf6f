"""No deal is worth NaN: the rows there are are read through, while people work."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Apart from adding the check, so that nobody waits while the table is read."""

    dependencies = [("opportunities", "0007_amounts_are_numbers")]

    operations = [ValidateConstraint(model_name="opportunity", name="opportunity_amount_is_number")]
