"""Where merged people lead, that the erased stay so, known currencies, and no budget of NaN."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

import contacts.models.contact
from core.models.triggers import MergeTargets

CURRENCIES = ["", "INR", "AED", "USD", "GBP", "EUR", "SGD"]
MORE_THAN_ANY = 10**20


def is_number(name):
    """Return the condition that an amount is missing or a number."""
    return models.Q(**{f"{name}__isnull": True}) | models.Q(**{f"{name}__lt": MORE_THAN_ANY})


class Migration(migrations.Migration):
    """Triggers, a validator, and checks of new and changed rows; the next reads the old ones."""

    dependencies = [("contacts", "0006_budgets_checked"), ("core", "0008_merge_targets")]

    operations = [
        MergeTargets("contacts_contact"),
        *(
            migrations.AlterField(
                model_name=model,
                name="date_of_birth",
                field=models.DateField(
                    blank=True,
                    help_text="Sensitive.",
                    null=True,
                    validators=[contacts.models.contact.born_by_now],
                ),
            )
            for model in ("contact", "historicalcontact")
        ),
        AddConstraintNotValid(
            model_name="contact",
            constraint=models.CheckConstraint(
                name="contact_budget_currency_known",
                condition=models.Q(budget_currency__in=CURRENCIES),
            ),
        ),
        AddConstraintNotValid(
            model_name="contact",
            constraint=models.CheckConstraint(
                name="contact_budget_is_number",
                condition=is_number("budget_min") & is_number("budget_max"),
            ),
        ),
        AddConstraintNotValid(
            model_name="household",
            constraint=models.CheckConstraint(
                name="household_visibility_known", condition=models.Q(visibility__in=[0, 1, 2])
            ),
        ),
    ]
