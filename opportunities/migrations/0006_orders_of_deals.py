"""Let the list of deals be read by when they close and by how long they have not moved."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes, built while people go on writing."""

    atomic = False

    dependencies = [("opportunities", "0005_sales_guards")]

    operations = [
        AddIndexConcurrently(
            "opportunity",
            models.Index(name="opportunity_closing", fields=["expected_close", "id"]),
        ),
        AddIndexConcurrently(
            "opportunity",
            models.Index(name="opportunity_still", fields=["stage_entered_at", "id"]),
        ),
    ]
