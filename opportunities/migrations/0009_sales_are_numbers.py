"""No booking and no touch of a campaign costs NaN."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

MORE_THAN_ANY = 10**20


def numbers(*names):
    """Return the condition that each is missing or a number."""
    rule = models.Q()
    for name in names:
        rule &= models.Q(**{f"{name}__isnull": True}) | models.Q(**{f"{name}__lt": MORE_THAN_ANY})
    return rule


class Migration(migrations.Migration):
    """The checks of new and changed rows; old ones are read by the next."""

    dependencies = [("opportunities", "0008_amounts_checked")]

    operations = [
        AddConstraintNotValid(
            model_name="booking",
            constraint=models.CheckConstraint(
                name="booking_amounts_are_numbers", condition=numbers("agreement_value", "booking_amount", "list_price")
            ),
        ),
        AddConstraintNotValid(
            model_name="campaigntouch",
            constraint=models.CheckConstraint(
                name="touch_cost_is_number", condition=numbers("cost")
            ),
        ),
    ]
