"""No pair is as likely as NaN."""

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

    dependencies = [("identity", "0012_verdicts_kept")]

    operations = [
        AddConstraintNotValid(
            model_name="accountcandidate",
            constraint=models.CheckConstraint(
                name="account_candidate_strength_is_number", condition=numbers("strength")
            ),
        ),
        AddConstraintNotValid(
            model_name="mergeoperation",
            constraint=models.CheckConstraint(
                name="merge_score_is_number", condition=numbers("score")
            ),
        ),
        AddConstraintNotValid(
            model_name="linkcheck",
            constraint=models.CheckConstraint(
                name="link_check_probability_is_number", condition=numbers("probability")
            ),
        ),
    ]
