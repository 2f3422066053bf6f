"""Nobody pays less than nothing, whichever way a budget is written."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from contacts.models import Contact
from contacts.services import update_contact


@pytest.mark.parametrize("end", ["budget_min", "budget_max"])
def test_a_budget_below_zero_is_refused_by_every_form(alice, meera, end):
    with pytest.raises(ValidationError) as refused:
        update_contact(meera, by=alice, budget_currency="AED", **{end: Decimal(-5)})

    assert list(refused.value.message_dict) == [end]


@pytest.mark.parametrize("end", ["budget_min", "budget_max"])
def test_the_database_holds_no_budget_below_zero(meera, end):
    written = {"version": meera.version + 1, "budget_currency": "AED", end: -5}

    with pytest.raises(IntegrityError, match="contact_budget_not_negative"):
        Contact.objects.filter(pk=meera.pk).update(**written)
