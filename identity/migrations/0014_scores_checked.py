"""No pair is as likely as NaN: the rows there are are read through, while people work."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Apart from adding the checks, so that nobody waits while the tables are read."""

    dependencies = [("identity", "0013_scores_are_numbers")]

    operations = [
        ValidateConstraint(model_name="accountcandidate", name="account_candidate_strength_is_number"),
        ValidateConstraint(model_name="mergeoperation", name="merge_score_is_number"),
        ValidateConstraint(model_name="linkcheck", name="link_check_probability_is_number"),
    ]
