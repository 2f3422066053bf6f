"""Holds, bookings and brokers' tags over REST, and what proposals do to them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from approvals.models import Proposal
from core.choices import Visibility
from inventory.models import Unit
from opportunities.models import Booking, Opportunity, PartnerTag, UnitHold
from opportunities.services import confirm_booking, end_tag, hold_unit, submit_booking
from tests.api_clients import calls, may
from tests.approvals.acts import carry_out
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory
from tests.factories.inventory import UnitFactory
from tests.factories.opportunities import (
    BookingFactory,
    OpportunityFactory,
    PartnerTagFactory,
    UnitHoldFactory,
)

pytestmark = pytest.mark.django_db
DEALS, CLIENTS = "opportunities.change_opportunity", "contacts.change_contact"
BOOKINGS, TAGS = "/api/v1/bookings/", "/api/v1/partner-tags/"


def deal_of(person) -> Opportunity:
    return OpportunityFactory(by=person, visibility=Visibility.RESTRICTED)


def hold_at(unit: Unit) -> str:
    return f"/api/v1/units/{unit.uid}/hold/"


def soon(days: int = 7) -> str:
    return (timezone.now() + timedelta(days=days)).isoformat()


@pytest.fixture
def founder(dora):
    """Dora, who decides about bookings."""
    dora.groups.add(Group.objects.get(name="founder"))
    return dora


@pytest.fixture
def booking(alice) -> Booking:
    """A booking Alice submitted, 10 % below the list price."""
    deal, unit = deal_of(alice), UnitFactory()
    hold_unit(unit, opportunity=deal, until=timezone.now() + timedelta(days=7), by=alice)
    made = BookingFactory(opportunity=deal, unit=unit, agreement_value=27_000_000, by=alice)
    return submit_booking(made, by=alice)


def applied(answer, founder) -> Proposal:
    """Carry out the proposal an answer names."""
    assert answer.status_code == 202, answer.content
    return carry_out(Proposal.objects.get(uid=answer.json()["proposal"]), founder)


def test_a_unit_is_held_read_and_released(alice):
    unit, deal, client = UnitFactory(), deal_of(alice), may(alice, DEALS)

    made = client.post(hold_at(unit), {"opportunity": str(deal.uid), "until": soon()})
    read = client.get(hold_at(unit)).json()
    told = client.get(f"/api/v1/units/{unit.uid}/").json()
    free = client.delete(hold_at(unit))

    assert (made.status_code, read["held_by"], told["status"]) == (201, "alice", "held")
    assert (free.status_code, free.json()["status"]) == (200, "released")
    assert client.get(hold_at(unit)).status_code == 404


def test_held_units_are_listed_as_held(alice):
    held, free = UnitHoldFactory().unit, UnitFactory()

    found = [
        calls(alice).get(f"/api/v1/units/?status={name}").json() for name in ("held", "available")
    ]

    assert [[row["uid"] for row in page["results"]] for page in found] == [
        [str(held.uid)],
        [str(free.uid)],
    ]


@pytest.mark.parametrize(("who", "shown"), [("alice", "alice"), ("charlie", "a••••••")])
def test_a_held_unit_says_until_when_and_hides_by_whom(who, shown, alice, charlie):
    person = {"alice": alice, "charlie": charlie}[who]
    hold = hold_unit(
        UnitFactory(), opportunity=deal_of(alice), until=timezone.now() + timedelta(1), by=alice
    )

    body = {"opportunity": str(deal_of(person).uid), "until": soon()}
    answer = may(person, DEALS).post(hold_at(hold.unit), body)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "exclusive_lock")
    assert (problem["held_by"], problem["until"][:16]) == (shown, f"{hold.until:%Y-%m-%dT%H:%M}")


def test_charlie_neither_reads_nor_releases_alices_hold(alice, charlie):
    hold = UnitHoldFactory(opportunity=deal_of(alice))
    client = may(charlie, DEALS)

    answers = [client.get(hold_at(hold.unit)), client.delete(hold_at(hold.unit))]
    body = {"opportunity": str(hold.opportunity.uid), "until": soon()}
    assert [answer.status_code for answer in answers] == [404, 404]
    assert client.post(hold_at(UnitFactory()), body).status_code == 400


def test_a_hold_is_taken_over_by_a_proposal(alice, charlie, founder):
    hold = UnitHoldFactory(opportunity=deal_of(alice))
    deal, client = deal_of(charlie), may(charlie, DEALS)
    asked = {"opportunity": str(deal.uid), "until": soon(), "override": True}

    blank = client.post(hold_at(hold.unit), asked)
    answer = client.post(hold_at(hold.unit), asked | {"reason": "Token paid"})

    proposal = applied(answer, founder)
    assert (blank.status_code, proposal.kind, proposal.state) == (400, "unit.hold", "applied")
    standing = UnitHold.objects.in_force().get(unit=hold.unit)
    hold.refresh_from_db()
    assert (standing.opportunity, hold.status, hold.reason) == (deal, "released", "Token paid")


def test_a_booking_goes_from_draft_to_confirmed(alice, founder):
    unit, deal, client = UnitFactory(), deal_of(alice), may(alice, DEALS)
    body = {"opportunity": str(deal.uid), "unit": str(unit.uid),
            "agreement_value": {"amount": "30000000.00", "currency": "INR"}}  # fmt: skip
    made = client.post(BOOKINGS, body)
    at = f"{BOOKINGS}{made.json()['uid']}/"

    early = client.post(f"{at}submit/").json()
    client.post(hold_at(unit), {"opportunity": str(deal.uid), "until": soon()})
    submitted = client.post(f"{at}submit/")
    proposal = applied(client.post(f"{at}confirm/"), founder)

    assert (made.status_code, early["code"]) == (201, "illegal_transition")
    assert (early["missing"], submitted.json()["state"]) == (["active_hold"], "submitted")
    assert (proposal.kind, client.get(at).json()["state"]) == ("opportunity.book", "confirmed")


@pytest.mark.usefixtures("founder")
def test_a_discount_beyond_the_limit_is_proposed_as_one(booking, alice):
    answer = may(alice, DEALS).post(f"{BOOKINGS}{booking.uid}/confirm/")

    proposal = Proposal.objects.get(uid=answer.json()["proposal"])
    assert (proposal.kind, proposal.items.get().after["discount"]) == ("opportunity.discount", 10)
    assert proposal.policy.code == "deal-of-weight"


def test_a_confirmed_booking_is_cancelled_by_a_proposal(booking, alice, founder):
    confirm_booking(booking, by=alice)
    client = may(alice, DEALS)

    blank = client.post(f"{BOOKINGS}{booking.uid}/cancel/")
    answer = client.post(f"{BOOKINGS}{booking.uid}/cancel/", {"reason": "The bank said no"})

    assert blank.json()["missing"] == ["reason"]
    applied(answer, founder)
    booking.refresh_from_db()
    assert (booking.state, booking.reason) == ("cancelled", "The bank said no")


def test_a_booking_that_moved_on_meets_its_proposal_as_a_conflict(booking, alice, founder):
    client = may(alice, DEALS)
    answer = client.post(f"{BOOKINGS}{booking.uid}/confirm/")
    client.post(f"{BOOKINGS}{booking.uid}/cancel/", {"reason": "Changed their mind"})

    proposal = applied(answer, founder)

    assert (proposal.state, proposal.items.get().conflict["state"]) == ("conflict", "cancelled")


def test_charlie_sees_no_booking_and_no_tag(booking, alice, charlie):
    hidden = ContactFactory(owner=alice, visibility=Visibility.RESTRICTED)
    tag = PartnerTagFactory(contact=hidden)

    for path, row in ((BOOKINGS, booking), (TAGS, tag)):
        lists = [calls(person).get(path).json()["results"] for person in (alice, charlie)]
        assert [[each["uid"] for each in rows] for rows in lists] == [[str(row.uid)], []]


def test_a_taken_client_gives_the_window_and_not_the_broker(alice):
    client = ContactFactory(owner=alice)
    tag = PartnerTagFactory(contact=client)
    body = {"contact": str(client.uid), "project": str(tag.project.uid), "until": str(tag.until),
            "partner": str(AccountFactory(kind="broker_firm", owner=alice).uid)}  # fmt: skip

    answer = may(alice, CLIENTS).post(TAGS, body)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "partner_tag_taken")
    assert (problem["since"], problem["until"]) == (str(tag.since), str(tag.until))


def test_a_dispute_is_settled_by_a_proposal(alice, founder):
    client = ContactFactory(owner=alice)
    tag, firm = PartnerTagFactory(contact=client), AccountFactory(kind="broker_firm", owner=alice)
    body = {"contact": str(client.uid), "project": str(tag.project.uid), "until": str(tag.until),
            "partner": str(firm.uid), "reason": "They came to the site"}  # fmt: skip

    answer = may(alice, CLIENTS).post(TAGS, body | {"dispute": True})

    assert applied(answer, founder).kind == "partnertag.settle"
    assert [(each.partner, each.status) for each in PartnerTag.objects.order_by("id")] == [
        (tag.partner, "ended"),
        (firm, "active"),
    ]


def test_a_tag_is_made_and_ended(alice):
    client, firm = ContactFactory(owner=alice), AccountFactory(kind="broker_firm", owner=alice)
    body = {"contact": str(client.uid), "project": str(UnitFactory().project.uid),
            "partner": str(firm.uid), "until": soon(60)[:10]}  # fmt: skip

    made = may(alice, CLIENTS).post(TAGS, body)
    ended = calls(alice).post(f"{made['Location']}end/", {"reason": "They never came"})

    assert (made.status_code, made.json()["until"]) == (201, soon(60)[:10])
    assert (ended.status_code, ended.json()["status"]) == (200, "ended")


@pytest.mark.parametrize("path", [BOOKINGS, TAGS])
def test_a_service_is_told_to_propose(path, eve):
    answer = calls(eve).post(path, {}, headers={"Idempotency-Key": "1"})

    assert (answer.status_code, answer.json()["code"]) == (403, "service_must_propose")


def test_the_units_of_a_deal_are_those_it_holds_and_books(alice):
    deal, other, held = deal_of(alice), deal_of(alice), UnitFactory(number="1201")
    booked = BookingFactory(opportunity=deal, unit=UnitFactory(number="1202"), by=alice)
    for each, unit in ((deal, held), (other, UnitFactory())):
        hold_unit(unit, opportunity=each, until=timezone.now() + timedelta(days=7), by=alice)

    units = calls(alice).get(f"/api/v1/opportunities/{deal.uid}/units/").json()["results"]

    assert [(unit["uid"], unit["status"]) for unit in units] == [
        (str(held.uid), "held"),
        (str(booked.unit.uid), "available"),
    ]


def test_clients_are_listed_by_the_broker_who_holds_them_today(alice):
    tag = PartnerTagFactory(contact=ContactFactory(owner=alice))
    gone = PartnerTagFactory(contact=ContactFactory(owner=alice), partner=tag.partner)
    end_tag(gone, by=alice, reason="He left.")

    found = calls(alice).get(f"/api/v1/contacts/?partner={tag.partner.uid}").json()["results"]

    assert [row["uid"] for row in found] == [str(tag.contact.uid)]
