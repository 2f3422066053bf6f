"""What the reader has to say of a file stands with the lines around its table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Words alone: the column holds it already."""

    dependencies = [("imports", "0009_approved_mappings")]

    operations = [
        migrations.AlterField(
            model_name="rawbatch",
            name="surroundings",
            field=models.JSONField(
                default=dict,
                help_text="Lines above and below, remarks on the file: {preamble, footer, remarks}.",
            ),
        ),
    ]
