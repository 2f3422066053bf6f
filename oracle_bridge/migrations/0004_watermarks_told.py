"""A watermark goes no further than the moment a run began; its help texts say so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Change two help texts; no table changes."""

    dependencies = [("oracle_bridge", "0003_tries_counted")]

    operations = [
        migrations.AlterField(
            "syncrun",
            "upto",
            models.DateTimeField(
                null=True,
                help_text=(
                    "The latest change seen, at most the moment the run began; the next watermark."
                ),
            ),
        ),
        migrations.AlterField(
            "syncwatermark",
            "cursor",
            models.DateTimeField(
                help_text=(
                    "The latest change of theirs a complete run saw, at most the moment it began."
                ),
            ),
        ),
    ]
