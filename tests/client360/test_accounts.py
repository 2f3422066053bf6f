"""The dossier of an account everybody sees, whose clients are not everybody's."""

import pytest
from django.utils import timezone

from core.choices import Visibility
from tests.api_clients import calls
from tests.factories.accounts import AccountFactory
from tests.factories.activities import InteractionFactory
from tests.factories.opportunities import SiteVisitFactory

pytestmark = pytest.mark.django_db
SAID = "Wants the penthouse"


@pytest.fixture
def firm(meera, alice):
    """A broker's firm of the whole house that brought Alice's Meera to a visit and wrote of her."""
    firm = AccountFactory(owner=alice, visibility=Visibility.ORGANISATION)
    SiteVisitFactory(contact=meera, partner=firm, host=alice, feedback=SAID)
    InteractionFactory(contact=meera, account=firm, subject=SAID, occurred_at=timezone.now())
    return firm


@pytest.mark.parametrize("kind", ["visit", "talk"])
def test_the_dossier_of_an_account_says_nothing_of_clients_charlie_must_not_see(
    firm, alice, charlie, browser, kind
):
    address = f"/accounts/{firm.uid}/timeline/"
    pages = {
        who: browser(who).get(address, {"kind": kind}).content.decode() for who in (alice, charlie)
    }

    assert SAID in pages[alice]
    assert SAID not in pages[charlie]


def test_neither_does_the_api(firm, alice, charlie):
    address = f"/api/v1/accounts/{firm.uid}/360/"

    assert SAID in calls(alice).get(address).content.decode()
    assert SAID not in calls(charlie).get(address).content.decode()


def test_how_often_an_account_was_talked_to_counts_what_the_reader_may_see(firm, alice, charlie):
    InteractionFactory(account=firm, contact=None, kind="call")
    address = f"/api/v1/accounts/{firm.uid}/360/"
    counts = {
        who: calls(who).get(address).json()["sections"]["interactions"]["data"]["counts"]
        for who in (alice, charlie)
    }

    assert counts == {alice: {"call": 1, "whatsapp": 1}, charlie: {"call": 1}}
