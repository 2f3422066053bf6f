"""No deal is worth NaN, which the database takes for more than any number."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """The check of new and changed rows; old ones are read by the next."""

    dependencies = [("opportunities", "0006_orders_of_deals")]

    operations = [
        AddConstraintNotValid(
            model_name="opportunity",
            constraint=models.CheckConstraint(
                name="opportunity_amount_is_number",
                condition=models.Q(amount__isnull=True) | models.Q(amount__lt=10**20),
            ),
        ),
    ]
