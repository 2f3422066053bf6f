"""Merges of people and accounts of whom one is archived."""

import pytest
from django.db import connection

from contacts.models import Contact
from core.services import archive, restore
from identity.services.errors import ArchivedError
from identity.services.merging import Order, merge, preview, survivor_first
from identity.services.merging_accounts import merge_accounts
from identity.services.proposing import propose_merge
from identity.services.unmerging import unmerge
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ask", [merge, preview, propose_merge])
def test_nobody_is_merged_into_somebody_archived(ask, meera, mira, alice):
    archive(meera, by=alice)

    with pytest.raises(ArchivedError, match="Meera Rao is archived: restore it first"):
        ask(Order(survivor=meera, losers=[mira], override=True), by=alice)

    assert survivor_first([meera, mira]) == [mira, meera]


def test_no_account_is_merged_into_an_archived_one(alice):
    firm, other = AccountFactory(), AccountFactory()
    archive(firm, by=alice)

    with pytest.raises(ArchivedError):
        merge_accounts(firm, other, by=alice)


def test_a_merge_of_somebody_archived_to_whom_others_led_can_be_undone(meera, mira, alice):
    sunil = ContactFactory(full_name="Sunil Rao", owner=alice, by=alice)
    first = merge(Order(survivor=mira, losers=[sunil], override=True), by=alice)
    connection.check_constraints()
    mira.refresh_from_db()
    archive(mira, by=alice)

    unmerge(merge(Order(survivor=meera, losers=[mira], override=True), by=alice), by=alice)
    connection.check_constraints()

    led = Contact.objects.get(pk=sunil.pk).merged_into
    assert (led, led.state) == (mira, "archived")
    restore(led, by=alice)
    unmerge(first, by=alice)
    connection.check_constraints()
    assert Contact.objects.get(pk=sunil.pk).state == "active"
