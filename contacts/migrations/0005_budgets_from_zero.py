"""A budget is never below zero: what is written from now on is held to it."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.core.validators import MinValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    """The validators, and the check of new and changed rows; old ones are read by the next."""

    dependencies = [("contacts", "0004_answers_by_channel")]

    operations = [
        *(
            migrations.AlterField(
                model_name=model,
                name=name,
                field=models.DecimalField(
                    blank=True,
                    decimal_places=2,
                    max_digits=16,
                    null=True,
                    validators=[MinValueValidator(0)],
                ),
            )
            for model in ("contact", "historicalcontact")
            for name in ("budget_min", "budget_max")
        ),
        AddConstraintNotValid(
            model_name="contact",
            constraint=models.CheckConstraint(
                name="contact_budget_not_negative",
                condition=(models.Q(budget_min__isnull=True) | models.Q(budget_min__gte=0))
                & (models.Q(budget_max__isnull=True) | models.Q(budget_max__gte=0)),
            ),
        ),
    ]
