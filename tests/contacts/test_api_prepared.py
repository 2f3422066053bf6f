"""The list as the database writes it is the list as the serializers write it, byte for byte."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db.models import F

from contacts.api.views import ContactViewSet
from contacts.models import Contact, ContactSummary
from tests.api_clients import calls
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory

LIST = "/api/v1/contacts/"
NASTY = 'Zoë "O\\Brien"\t\n\r\x01\x7f/</p> \u2028 मीरा 🙂'


@pytest.fixture
def people(alice, meera) -> None:  # noqa: ARG001 -- one more of them
    ContactFactory(owner=alice, company_name=NASTY, tags=["sea view", 'a "b"', "ü"], is_vip=True)
    ContactFactory(owner=alice, budget_min=Decimal(1), budget_currency="AED", visibility=2)
    whole = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    rich = ContactFactory(team=alice.team, budget_max=Decimal(24500000), budget_currency="INR")
    ContactSummary.objects.filter(contact=rich).update(last_interaction_at=whole, qd_value=71)


def both_ways(user, query, monkeypatch) -> tuple[bytes, bytes]:
    client = calls(user)
    fast = client.get(f"{LIST}{query}")
    monkeypatch.setattr(ContactViewSet, "prepared", False)
    return fast.content, client.get(f"{LIST}{query}").content


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    "query",
    ["", "?fields=full_name,phone,budget_max", "?limit=2&order=created_at", "?q=Rao&count=true"],
)
def test_both_ways_write_the_same_bytes(alice, query, monkeypatch):
    fast, slow = both_ways(alice, query, monkeypatch)

    assert fast == slow
    assert fast.count(b'"full_name"') > 1


@pytest.mark.usefixtures("people")
def test_a_machine_gets_the_same_masks_both_ways(eve, meera, monkeypatch):
    Contact.objects.filter(pk=meera.pk).update(visibility=2, version=F("version") + 1)

    fast, slow = both_ways(eve, "", monkeypatch)

    assert fast == slow
    assert "••".encode() in fast


@pytest.mark.usefixtures("people")
def test_references_are_written_out_on_demand(monkeypatch):
    fast, slow = both_ways(UserFactory(is_superuser=True), "?expand=owner", monkeypatch)

    assert fast == slow
    assert b'{"username":"alice"' in fast
