"""Find the few files that wait for a scan without reading all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the index of what waits."""

    dependencies = [("activities", "0002_guards")]

    operations = [
        migrations.AddIndex(
            "attachment",
            models.Index(
                name="attachment_to_scan",
                fields=["id"],
                condition=models.Q(scan_status="pending"),
            ),
        ),
    ]
