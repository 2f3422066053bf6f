"""No task is due in the year 9999: what is, was meant for some day."""

from datetime import UTC, datetime

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

FIRST_DAY, LAST_DAY = datetime(1899, 12, 31, tzinfo=UTC), datetime(2101, 1, 2, tzinfo=UTC)
MEND = """
    UPDATE activities_task
    SET due_at = greatest(least(due_at, '2100-12-31T00:00:00Z'), '1900-01-01T00:00:00Z'),
        version = version + 1, updated_at = statement_timestamp()
    WHERE due_at < '1899-12-31T00:00:00Z' OR due_at >= '2101-01-02T00:00:00Z'
"""


class Migration(migrations.Migration):
    """The check of new and changed rows, and the few old ones that would not pass it."""

    dependencies = [("activities", "0007_times_checked")]

    operations = [
        AddConstraintNotValid(
            model_name="task",
            constraint=models.CheckConstraint(
                name="task_due_in_our_days",
                condition=models.Q(due_at__isnull=True)
                | models.Q(due_at__gte=FIRST_DAY, due_at__lt=LAST_DAY),
                violation_error_message="A task is due in our days. Choose a nearer day.",
            ),
        ),
        migrations.RunSQL(MEND, migrations.RunSQL.noop),
    ]
