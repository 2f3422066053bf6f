"""Let the list of tasks be read in the order they are due."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """One index, built while people go on writing."""

    atomic = False

    dependencies = [("activities", "0003_files_to_scan")]

    operations = [
        AddIndexConcurrently(
            "task",
            models.Index(
                name="task_due",
                fields=["due_at", "id"],
                condition=Q(status__in=("open", "in_progress")),
            ),
        ),
    ]
