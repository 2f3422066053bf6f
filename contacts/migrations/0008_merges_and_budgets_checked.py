"""Known currencies, no budget of NaN: the rows there are are read through, while people work."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Apart from adding the checks, so that nobody waits while the tables are read."""

    dependencies = [("contacts", "0007_merges_and_budgets")]

    operations = [
        ValidateConstraint(model_name="contact", name="contact_budget_currency_known"),
        ValidateConstraint(model_name="contact", name="contact_budget_is_number"),
        ValidateConstraint(model_name="household", name="household_visibility_known"),
    ]
