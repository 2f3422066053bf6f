"""No area and no price is NaN, which the database takes for more than any number."""

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

    dependencies = [("inventory", "0002_guards")]

    operations = [
        AddConstraintNotValid(
            model_name="unit",
            constraint=models.CheckConstraint(
                name="unit_is_measured_in_numbers", condition=numbers("carpet_sqft", "built_up_sqft", "super_sqft", "list_price")
            ),
        ),
        AddConstraintNotValid(
            model_name="unittype",
            constraint=models.CheckConstraint(
                name="unit_type_is_measured_in_numbers", condition=numbers("carpet_sqft", "built_up_sqft", "super_sqft", "balcony_sqft", "base_price")
            ),
        ),
        AddConstraintNotValid(
            model_name="pricerevision",
            constraint=models.CheckConstraint(
                name="price_revision_is_number", condition=numbers("price")
            ),
        ),
    ]
