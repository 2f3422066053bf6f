"""What could not be sent is tried again by a count of tries; nobody asked for a moment."""

from django.db import migrations


class Migration(migrations.Migration):
    """Drop the moment and its index."""

    dependencies = [("oracle_bridge", "0002_guards")]

    operations = [
        migrations.RemoveIndex("entitymapping", "mapping_retry"),
        migrations.RemoveField("entitymapping", "next_retry_at"),
        migrations.RemoveField("historicalentitymapping", "next_retry_at"),
    ]
