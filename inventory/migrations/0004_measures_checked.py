"""No area and no price is NaN, which the database takes for more than any number: the rows there are are read through, while people work."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Apart from adding the checks, so that nobody waits while the tables are read."""

    dependencies = [("inventory", "0003_measured_in_numbers")]

    operations = [
        ValidateConstraint(model_name="unit", name="unit_is_measured_in_numbers"),
        ValidateConstraint(model_name="unittype", name="unit_type_is_measured_in_numbers"),
        ValidateConstraint(model_name="pricerevision", name="price_revision_is_number"),
    ]
