"""No rule, switch or item of a proposal is measured by NaN: the rows there are are read through, while people work."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Apart from adding the checks, so that nobody waits while the tables are read."""

    dependencies = [("approvals", "0006_rules_ask_for_numbers")]

    operations = [
        ValidateConstraint(model_name="approvalpolicy", name="policy_asks_for_numbers"),
        ValidateConstraint(model_name="autoapplyswitch", name="switch_threshold_is_number"),
        ValidateConstraint(model_name="proposalitem", name="item_confidence_is_number"),
    ]
