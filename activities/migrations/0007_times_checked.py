"""Nothing is said at NaN seconds: the rows there are are read through, while people work."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Apart from adding the checks, so that nobody waits while the tables are read."""

    dependencies = [("activities", "0006_times_are_numbers")]

    operations = [
        ValidateConstraint(model_name="transcriptsegment", name="segment_times_are_numbers"),
    ]
