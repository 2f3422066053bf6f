"""Deals are moved on a page of the administration: by the table of moves, or by proposal."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from approvals.models import Proposal
from core.models import User
from opportunities.models import Opportunity, Stage, StageHistory
from ops.services import sync_roles
from tests.factories.contacts import ContactFactory
from tests.factories.core import in_role
from tests.factories.opportunities import OpportunityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Callable[[User], Client]:
    """Return the browser of an operator."""
    sync_roles()

    def opened(user: User) -> Client:
        in_role(user, "operator")
        user.is_staff = True
        user.save()
        client = Client()
        client.force_login(user)
        return client

    return opened


@pytest.fixture
def deal(alice, north) -> Opportunity:
    """A deal of Alice's that starts where deals start, without an amount."""
    return OpportunityFactory(
        primary_contact=ContactFactory(owner=alice, team=north),
        owner=alice,
        team=north,
        amount=None,
        currency="",
        stage=stage("new_enquiry"),
    )


def stage(code: str) -> Stage:
    return Stage.objects.get(pipeline__is_default=True, code=code)


def page(deal: Opportunity) -> str:
    return f"/admin/opportunities/opportunity/{deal.uid}/stage/"


def move(client: Client, deal: Opportunity, to: str, **more: Any) -> Any:
    return client.post(page(deal), {"to": stage(to).pk, "version": deal.version, **more})


def test_the_page_offers_the_allowed_moves_and_what_they_need(desk, alice, deal):
    text = desk(alice).get(page(deal)).content.decode()

    assert ">Contacted</option>" in text
    assert "Expression of interest (needs amount)" in text
    assert "Junk (needs a reason)" in text
    assert "Possession" not in text


def test_a_deal_is_moved_and_leads_back_to_where_its_reader_was(desk, alice, deal):
    there = f"/contacts/{deal.primary_contact.uid}/"

    answer = move(desk(alice), deal, "contacted", next=there)

    deal.refresh_from_db()
    assert (answer.status_code, answer.headers["Location"]) == (302, there)
    assert (deal.stage.code, deal.updated_by) == ("contacted", alice)
    assert StageHistory.objects.filter(opportunity=deal).latest("id").by == alice


def test_nobody_is_led_to_another_site(desk, alice, deal):
    answer = move(desk(alice), deal, "contacted", next="https://elsewhere.example/")

    assert answer.headers["Location"] == f"/admin/opportunities/opportunity/{deal.pk}/change/"


def test_what_a_move_needs_is_asked_for_on_the_page(desk, alice, deal):
    client = desk(alice)

    refused = move(client, deal, "eoi")
    without_reason = move(client, deal, "junk")
    moved = move(client, deal, "eoi", amount="24500000", currency="INR")

    assert "To move to Expression of interest, first give: amount." in refused.content.decode()
    assert "This move needs a reason." in without_reason.content.decode()
    deal.refresh_from_db()
    assert moved.status_code == 302
    assert (deal.stage.code, deal.amount, deal.currency) == ("eoi", Decimal(24_500_000), "INR")


def test_a_move_that_needs_a_second_person_is_proposed(desk, alice, dora, north):
    in_role(dora, "founder")
    sold = OpportunityFactory(owner=alice, team=north, stage=stage("booking"))

    answer = move(desk(alice), sold, "lost_financing", reason="The bank refused")

    sold.refresh_from_db()
    proposal = Proposal.objects.get()
    assert sold.stage.code == "booking"
    assert proposal.kind == "opportunity.move_stage"
    assert answer.headers["Location"] == f"/review/{proposal.uid}/"


def test_a_deal_somebody_moved_meanwhile_is_not_moved_again(desk, alice, deal):
    client = desk(alice)

    answer = client.post(page(deal), {"to": stage("contacted").pk, "version": deal.version + 1})

    deal.refresh_from_db()
    assert "Somebody changed this deal meanwhile" in answer.content.decode()
    assert deal.stage.code == "new_enquiry"


def test_charlie_cannot_move_alices_deal(desk, charlie, deal):
    client = desk(charlie)

    assert client.get(page(deal)).status_code == 404
    assert move(client, deal, "contacted").status_code == 404


def test_the_deals_page_leads_there(desk, alice, deal):
    client = desk(alice)
    change = f"/admin/opportunities/opportunity/{deal.pk}"

    assert "Move to stage…" in client.get(f"{change}/change/").content.decode()
    assert client.get(f"{change}/move/").headers["Location"].startswith(page(deal))


def test_the_list_and_the_dossier_lead_there(desk, alice, deal):
    client = desk(alice)

    for there in ("/deals/", f"/contacts/{deal.primary_contact.uid}/"):
        assert page(deal) in client.get(there).content.decode()
