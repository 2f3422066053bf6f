"""A relationship is as strong as a number from 0 to 1: what is written from now on is held to it."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    """The check of new and changed rows; old ones are read by the next."""

    dependencies = [("contacts", "0011_point_hash")]

    operations = [
        *(
            migrations.AlterField(
                model_name=model,
                name="strength",
                field=models.FloatField(
                    blank=True,
                    help_text="How close the two are, from 0 to 1. Empty where nobody said.",
                    null=True,
                    validators=[MinValueValidator(0), MaxValueValidator(1)],
                ),
            )
            for model in ("relationship", "historicalrelationship")
        ),
        AddConstraintNotValid(
            model_name="relationship",
            constraint=models.CheckConstraint(
                name="relationship_strength_range",
                condition=models.Q(strength__isnull=True)
                | models.Q(strength__gte=0, strength__lte=1),
            ),
        ),
    ]
