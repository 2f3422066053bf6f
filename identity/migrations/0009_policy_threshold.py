"""New policies link from .995 on; those there are keep their threshold."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    """A default that only Django knows: nothing in the database changes."""

    dependencies = [("identity", "0008_account_merges")]

    operations = [
        migrations.AlterField(
            model_name="matchpolicy",
            name="auto_from",
            field=models.DecimalField(decimal_places=6, default="0.995000", max_digits=7, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)]),
        ),
    ]
