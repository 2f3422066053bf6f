"""No booking and no touch of a campaign costs NaN: the rows there are are read through, while people work."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Apart from adding the checks, so that nobody waits while the tables are read."""

    dependencies = [("opportunities", "0009_sales_are_numbers")]

    operations = [
        ValidateConstraint(model_name="booking", name="booking_amounts_are_numbers"),
        ValidateConstraint(model_name="campaigntouch", name="touch_cost_is_number"),
    ]
