"""Nothing is said at NaN seconds."""

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

    dependencies = [("activities", "0005_segments_kept")]

    operations = [
        AddConstraintNotValid(
            model_name="transcriptsegment",
            constraint=models.CheckConstraint(
                name="segment_times_are_numbers", condition=numbers("t0", "t1")
            ),
        ),
    ]
