"""No rule, switch or item of a proposal is measured by NaN."""

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

    dependencies = [("approvals", "0005_over_is_over")]

    operations = [
        AddConstraintNotValid(
            model_name="approvalpolicy",
            constraint=models.CheckConstraint(
                name="policy_asks_for_numbers", condition=numbers("min_amount", "max_confidence", "min_confidence", "min_update_share", "min_accept_rate")
            ),
        ),
        AddConstraintNotValid(
            model_name="autoapplyswitch",
            constraint=models.CheckConstraint(
                name="switch_threshold_is_number", condition=numbers("threshold")
            ),
        ),
        AddConstraintNotValid(
            model_name="proposalitem",
            constraint=models.CheckConstraint(
                name="item_confidence_is_number", condition=numbers("confidence")
            ),
        ),
    ]
