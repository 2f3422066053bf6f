"""Holds, bookings and tags in the admin."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from approvals.choices import ItemOp, Role
from approvals.models import Proposal
from approvals.selectors.showing import shown_items
from approvals.services import ItemDraft, propose
from client360.templatetags.shell import zone
from core.models import User
from opportunities.models import Booking, PartnerTag, UnitHold
from opportunities.selectors import confirmation, taking
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory, in_role
from tests.factories.inventory import ProjectFactory, UnitFactory
from tests.factories.opportunities import (
    BookingFactory,
    OpportunityFactory,
    PartnerTagFactory,
    UnitHoldFactory,
)

pytestmark = pytest.mark.django_db
ADMIN = "/admin/opportunities/"


@pytest.fixture
def office() -> Client:
    """The browser of somebody who may do everything."""
    client = Client()
    client.force_login(UserFactory(username="root", is_superuser=True, is_staff=True))
    return client


def far() -> dict[str, str]:
    until = timezone.localtime(timezone.now() + timedelta(days=3))
    return {"until_0": f"{until:%Y-%m-%d}", "until_1": f"{until:%H:%M:%S}"}


@pytest.mark.parametrize("page", ["unithold", "booking", "partnertag"])
def test_the_form_of_a_new_one_opens(office, page):
    assert office.get(f"{ADMIN}{page}/add/").status_code == 200


def test_a_unit_is_held_longer_and_released(office):
    form = {"unit": UnitFactory().pk, "opportunity": OpportunityFactory().pk, **far()}
    office.post(f"{ADMIN}unithold/add/", form)
    hold = UnitHold.objects.get()
    assert (hold.in_force, hold.held_by) == (True, User.objects.get(username="root"))

    seen = {"version_seen": hold.version, "opportunities_unithold_release_record": "1", **far()}
    answer = office.post(f"{ADMIN}unithold/{hold.pk}/change/", seen)

    hold.refresh_from_db()
    assert (answer.status_code, hold.status) == (302, "released")


def test_a_taken_unit_is_told_above_the_form(office):
    taken = UnitHoldFactory()
    form = {"unit": taken.unit_id, "opportunity": OpportunityFactory().pk, **far()}

    page = office.post(f"{ADMIN}unithold/add/", form).content.decode()

    assert "on hold for another deal" in page


def test_a_booking_is_drafted_and_says_what_it_needs(office):
    unit, deal = UnitFactory(), OpportunityFactory()
    form = {"unit": unit.pk, "opportunity": deal.pk, "agreement_value": 5, "currency": "INR"}
    office.post(f"{ADMIN}booking/add/", form)
    booking = Booking.objects.get()

    seen = {**form, "version_seen": booking.version, "opportunities_booking_submit_record": "1"}
    page = office.post(f"{ADMIN}booking/{booking.pk}/change/", seen).content.decode()

    assert "an active hold of this deal on the unit" in page


def test_a_booking_is_cancelled_for_a_reason(office):
    booking = BookingFactory()
    form = {"unit": booking.unit_id, "opportunity": booking.opportunity_id, "currency": "INR",
            "agreement_value": booking.agreement_value, "version_seen": 1}  # fmt: skip

    why = {"why": "Changed their mind", "opportunities_booking_cancel_record": "1"}
    office.post(f"{ADMIN}booking/{booking.pk}/change/", form | why)

    booking.refresh_from_db()
    assert (booking.state, booking.reason) == ("cancelled", "Changed their mind")


def test_a_client_is_tagged_and_the_tag_ends(office):
    firm = AccountFactory(kind="broker_firm")
    last = timezone.localdate() + timedelta(days=9)
    form = {"contact": ContactFactory().pk, "project": ProjectFactory().pk, "partner": firm.pk,
            "until": last.isoformat()}  # fmt: skip
    office.post(f"{ADMIN}partnertag/add/", form)
    tag = PartnerTag.objects.get()
    assert tag.until == last

    seen = {
        "version_seen": tag.version,
        "opportunities_partnertag_end_record": "1",
        "why": "They never came",
    }
    office.post(f"{ADMIN}partnertag/{tag.pk}/change/", seen)

    tag.refresh_from_db()
    assert (tag.status, tag.reason) == ("ended", "They never came")


@pytest.fixture
def dora() -> User:
    """A founder, who decides."""
    return in_role(UserFactory(username="dora"), Role.FOUNDER)


@pytest.mark.usefixtures("dora")
def test_a_unit_of_another_deal_is_asked_for_with_a_reason(office):
    taken, deal = UnitHoldFactory(), OpportunityFactory()
    form = {"unit": taken.unit_id, "opportunity": deal.pk, "over": "on", **far()}

    silent = office.post(f"{ADMIN}unithold/add/", form).content.decode()
    answer = office.post(f"{ADMIN}unithold/add/", form | {"reason": "They have paid"})

    proposal = Proposal.objects.get()
    assert "Say why the unit shall go to this deal." in silent
    assert answer["Location"] == f"/review/{proposal.uid}/"
    assert (proposal.kind, proposal.proposer.username) == ("unit.hold", "root")
    assert proposal.items.get().after["opportunity"] == str(deal.uid)
    assert list(UnitHold.objects.in_force()) == [taken]


def test_a_booked_unit_is_not_asked_for(office):
    booking = BookingFactory(state="submitted", submitted_at=timezone.now())
    form = {"unit": booking.unit_id, "opportunity": OpportunityFactory().pk, "over": "on",
            "reason": "They have paid", **far()}  # fmt: skip

    page = office.post(f"{ADMIN}unithold/add/", form).content.decode()

    assert "booked by another deal" in page
    assert not Proposal.objects.exists()


def test_who_finds_nobody_to_approve_is_told_so_above_the_form(office):
    taken = UnitHoldFactory()
    form = {"unit": taken.unit_id, "opportunity": OpportunityFactory().pk, "over": "on",
            "reason": "They have paid", **far()}  # fmt: skip

    page = office.post(f"{ADMIN}unithold/add/", form).content.decode()

    assert "0 people may give one" in page


@pytest.mark.usefixtures("dora")
def test_a_claim_in_the_way_of_another_is_put_before_a_founder(office):
    tag, firm = PartnerTagFactory(), AccountFactory(kind="broker_firm")
    form = {"contact": tag.contact_id, "project": tag.project_id, "partner": firm.pk,
            "until": tag.until.isoformat(), "reason": "They came to the site"}  # fmt: skip

    refused = office.post(f"{ADMIN}partnertag/add/", form).content.decode()
    office.post(f"{ADMIN}partnertag/add/", form | {"over": "on"})

    proposal = Proposal.objects.get()
    assert "A broker holds this client" in refused
    assert (proposal.kind, proposal.items.get().after["partner"]) == (
        "partnertag.settle",
        str(firm.uid),
    )
    assert list(PartnerTag.objects.filter(status="active")) == [tag]
    since = date.fromisoformat(proposal.items.get().after["since"])
    days = {"since": (tag.since, since), "until": (tag.until, tag.until)}
    assert told(proposal, proposal.proposer) == {
        "broker": ("another broker", str(firm)),
        "project": (None, str(tag.project)),
        "reason": (None, "They came to the site"),
        **days,
    }
    (item,) = shown_items(proposal, by=proposal.proposer)
    assert not item.by_field


def test_who_decides_reads_deal_and_moment_in_words(office, dora):
    taken, deal = UnitHoldFactory(), OpportunityFactory(name="Meera Nair at Lotus Mansions")
    form = {"unit": taken.unit_id, "opportunity": deal.pk, "over": "on",
            "reason": "They have paid", **far()}  # fmt: skip
    office.post(f"{ADMIN}unithold/add/", form)
    proposal = Proposal.objects.get()
    founder = Client()
    founder.force_login(dora)

    page = founder.get(f"/review/{proposal.uid}/").content.decode()

    asked = datetime.fromisoformat(proposal.items.get().after["until"]).astimezone(zone(dora))
    assert "Meera Nair at Lotus Mansions" in page
    assert "another deal" in page
    assert date_format(asked, "j M Y, H:i") in page
    assert taken.opportunity.name not in page
    assert str(deal.uid) not in page


@pytest.mark.usefixtures("dora")
def test_a_unit_the_deal_holds_by_now_is_another_deals_no_longer():
    hold, root = UnitHoldFactory(), UserFactory()
    until = timezone.now() + timedelta(days=2)
    asked = propose(by=root, **taking(hold.unit, hold.opportunity, until=until, reason="Paid"))

    assert told(asked, root)["deal"] == (str(hold.opportunity), str(hold.opportunity))


@pytest.mark.usefixtures("dora")
def test_a_booking_and_a_stage_are_put_in_words():
    booking, root = BookingFactory(state="submitted", submitted_at=timezone.now()), UserFactory()
    asked = propose(by=root, **confirmation(booking))
    item = ItemDraft(
        op=ItemOp.STAGE_CHANGE,
        target_type="opportunity",
        target_uid=booking.opportunity.uid,
        after={"stage": "negotiation", "reason": "She wants it"},
    )
    move = propose(by=root, kind="opportunity.move_stage", title="Move", items=[item])

    assert told(asked, root) == {
        "state": ("Submitted", "Confirmed"),
        "agreement_value": (None, "INR 30,000,000.00"),
    }
    assert told(move, root) == {
        "stage": (booking.opportunity.stage.name, "Negotiation"),
        "reason": (None, "She wants it"),
    }


def told(proposal: Proposal, user: User) -> dict[str, tuple[str | None, str]]:
    """What a proposal says to a user, by the name of the row: current and proposed."""
    (item,) = shown_items(proposal, by=user)
    return {row["name"]: (row["current"], row["proposed"]) for row in item.rows}


@pytest.mark.usefixtures("dora")
def test_what_taking_a_unit_over_would_write_is_told_in_words(office):
    taken = UnitHoldFactory()
    form = {"unit": taken.unit_id, "opportunity": OpportunityFactory().pk, "over": "on",
            "reason": "They have paid", **far()}  # fmt: skip
    office.post(f"{ADMIN}unithold/add/", form)

    page = office.get(f"/review/{Proposal.objects.get().uid}/effects/").content.decode()

    assert "It would create 1 unit hold" in page
