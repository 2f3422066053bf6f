"""A budget is never below zero: the rows there are are read through, while people work."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Apart from adding the check, so that nobody waits while the table is read."""

    dependencies = [("contacts", "0005_budgets_from_zero")]

    operations = [
        ValidateConstraint(model_name="contact", name="contact_budget_not_negative"),
    ]
