"""The form of a client: countries by name, and what is wrong said at the field it is about."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from contacts.models import Contact
from ops.services import sync_roles
from tests.administration import posted
from tests.drawing import undrawn
from tests.factories.contacts import ContactFactory
from tests.factories.opportunities import OpportunityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(alice) -> Client:
    """Alice's browser; she is an operator."""
    sync_roles()
    alice.is_staff = True
    alice.save()
    alice.groups.add(Group.objects.get(name="operator"))
    client = Client()
    client.force_login(alice)
    return client


@pytest.fixture
def meera(alice) -> Contact:
    return ContactFactory(full_name="Meera Rao", owner=alice, timezone="", gender="", website="")


def change_page(row: Any) -> str:
    meta = row._meta
    return f"/admin/{meta.app_label}/{meta.model_name}/{row.pk}/change/"


def errors(office: Client, row: Any, **values: Any) -> dict[str, list[str]]:
    """Return what the form says at its fields about some values."""
    with undrawn():
        answer = office.post(change_page(row), posted(office, row, **values))
    assert answer.status_code == 200, "it was saved"
    return dict(answer.context_data["adminform"].form.errors)


def test_a_country_is_chosen_by_its_name(office, meera):
    page = office.get(change_page(meera)).content.decode()

    assert '<option value="PK">Pakistan</option>' in page
    assert '<option value="GB">United Kingdom</option>' in page
    assert 'value="ZZ"' not in page


def test_a_menu_offers_what_the_record_holds_already(office, alice):
    odd = ContactFactory(owner=alice, gender="F", timezone="")

    assert '<option value="F" selected>F</option>' in (
        office.get(change_page(odd)).content.decode()
    )


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"budget_min": "10", "budget_currency": ""}, "budget_currency", "in which currency"),
        ({"budget_currency": "INR"}, "budget_min", "Say how much"),
        (
            {"budget_min": "20", "budget_max": "10", "budget_currency": "INR"},
            "budget_max",
            "less than the least",
        ),
        ({"website": "not a site"}, "website", "valid URL"),
        ({"timezone": "Mars/Olympus"}, "timezone", "valid choice"),
        ({"nationality": "ZZ"}, "nationality", "valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(office, alice, values, field, words):
    bare = ContactFactory(
        owner=alice, budget_min=None, budget_max=None, budget_currency="", timezone="", website=""
    )

    found = errors(office, bare, **values)

    assert list(found) == [field]
    assert words in found[field][0]


def test_a_deal_without_its_currency_is_told_in_words(office, alice):
    deal = OpportunityFactory(owner=alice, amount=None, currency="")

    found = errors(office, deal, amount="100")

    assert list(found) == ["currency"]
    assert found["currency"] == ["Amount and its currency go together, and it is not below zero."]
