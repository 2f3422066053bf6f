"""Where merged accounts lead, that the erased stay so, and a visibility that is known."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from core.models.triggers import MergeTargets


class Migration(migrations.Migration):
    """Triggers, and the check of new and changed rows; old ones are read by the next."""

    dependencies = [("accounts", "0002_guards"), ("core", "0008_merge_targets")]

    operations = [
        MergeTargets("accounts_account"),
        AddConstraintNotValid(
            model_name="account",
            constraint=models.CheckConstraint(
                name="account_visibility_known", condition=models.Q(visibility__in=[0, 1, 2])
            ),
        ),
    ]
