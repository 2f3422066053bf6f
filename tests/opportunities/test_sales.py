"""Holding units, booking them, and which broker holds a client."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils import timezone

from core.services import VersionConflictError
from inventory.selectors import on_sale
from opportunities.models import Booking, Opportunity, PartnerTag, Stage, UnitHold
from opportunities.services import (
    BookingStateError,
    StageMoveError,
    TagTakenError,
    UnitTakenError,
    cancel_booking,
    confirm_booking,
    draft_booking,
    end_tag,
    extend_hold,
    hold_unit,
    matches_for,
    move_stage,
    release_hold,
    submit_booking,
    tag_partner,
    update_booking,
)
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory
from tests.factories.inventory import ProjectFactory, UnitFactory
from tests.factories.opportunities import (
    BookingFactory,
    OpportunityFactory,
    PartnerTagFactory,
    SiteVisitFactory,
    UnitHoldFactory,
)
from tests.refusals import insert_refused_by, refused_by

pytestmark = pytest.mark.django_db


def soon(days: int = 7):
    return timezone.now() + timedelta(days=days)


def today(days: int = 0):
    return timezone.localdate() + timedelta(days=days)


def submitted(by, deal=None, unit=None, **more) -> Booking:
    """A booking somebody submitted, with the hold it needs."""
    deal, unit = deal or OpportunityFactory(), unit or UnitFactory()
    hold_unit(unit, opportunity=deal, until=soon(), by=by)
    return submit_booking(BookingFactory(opportunity=deal, unit=unit, **more), by=by)


def over(hold: UnitHold) -> UnitHold:
    """Let a hold's time run out."""
    past = DateTimeTZRange(soon(-9), soon(-1))
    UnitHold.objects.filter(pk=hold.pk).update(period=past, version=hold.version + 1)
    hold.refresh_from_db()
    return hold


# --- what nobody can do twice


def test_double_booking_refused(alice, bob):
    first = submitted(alice)
    other = BookingFactory(unit=first.unit)

    with pytest.raises(UnitTakenError):
        hold_unit(first.unit, opportunity=other.opportunity, until=soon(), by=bob)
    values = {"state": "submitted", "submitted_at": timezone.now()}
    assert refused_by(other, **values) == "booking_one_per_unit"
    confirm_booking(first, by=alice)
    values |= {"state": "confirmed", "booked_at": timezone.now()}
    assert refused_by(other, **values) == "booking_one_per_unit"


def test_unit_hold_overlap(alice, bob):
    first = hold_unit(UnitFactory(), opportunity=OpportunityFactory(), until=soon(), by=alice)
    other = OpportunityFactory()

    with pytest.raises(UnitTakenError) as refused:
        hold_unit(first.unit, opportunity=other, until=soon(), by=bob)
    assert refused.value.kept == first
    second = UnitHoldFactory.build(unit=first.unit, opportunity=other)
    assert insert_refused_by(second) == "hold_one_at_a_time"


def test_partner_tag_overlap(alice):
    first = PartnerTagFactory()
    firm = AccountFactory(kind="broker_firm")
    claim = {"contact": first.contact, "project": first.project, "partner": firm}

    with pytest.raises(TagTakenError) as refused:
        tag_partner(**claim, since=first.until, until=today(90), by=alice)
    assert refused.value.tag == first
    second = PartnerTag(**claim, valid=DateRange(first.until, today(90)))
    assert insert_refused_by(second) == "tag_one_at_a_time"


@pytest.mark.parametrize(
    ("factory", "wrong", "constraint"),
    [
        (UnitHoldFactory, {"status": "kept", "ended_at": soon()}, "hold_status_known"),
        (UnitHoldFactory, {"period": DateTimeTZRange(soon(), None)}, "hold_has_ends"),
        (UnitHoldFactory, {"period": DateTimeTZRange(empty=True)}, "hold_has_ends"),
        (UnitHoldFactory, {"status": "released"}, "hold_ended_says_when"),
        (BookingFactory, {"state": "sold"}, "booking_state_known"),
        (BookingFactory, {"currency": "XYZ"}, "booking_currency_known"),
        (BookingFactory, {"agreement_value": 0}, "booking_amounts_fit"),
        (BookingFactory, {"booking_amount": 40_000_000}, "booking_amounts_fit"),
        (BookingFactory, {"state": "submitted"}, "booking_states_say_when"),
        (BookingFactory, {"booked_at": soon()}, "booking_states_say_when"),
        (BookingFactory, {"cancelled_at": soon()}, "booking_cancelled_says_when_and_why"),
        (PartnerTagFactory, {"status": "lost"}, "tag_status_known"),
        (PartnerTagFactory, {"valid": DateRange(None, today())}, "tag_has_ends"),
        (PartnerTagFactory, {"status": "ended"}, "tag_ended_says_when"),
    ],
)
def test_the_database_refuses(factory, wrong, constraint):
    assert refused_by(factory(), **wrong) == constraint


def test_a_cancelled_booking_says_why():
    wrong = {"state": "cancelled", "cancelled_at": timezone.now(), "reason": " "}

    assert refused_by(BookingFactory(), **wrong) == "booking_cancelled_says_when_and_why"


def test_a_deal_has_one_booking():
    first = BookingFactory()
    second = BookingFactory.build(opportunity=first.opportunity, unit=UnitFactory())

    assert insert_refused_by(second) == "booking_one_per_deal"


# --- holds


def test_a_hold_ends_by_the_clock_and_nothing_has_to_run(alice, bob):
    first = hold_unit(UnitFactory(), opportunity=OpportunityFactory(), until=soon(), by=alice)
    over(first)

    second = hold_unit(first.unit, opportunity=OpportunityFactory(), until=soon(), by=bob)
    assert [hold.in_force for hold in (first, second)] == [False, True]


def test_a_deal_that_holds_a_unit_holds_it_longer(alice):
    hold = hold_unit(UnitFactory(), opportunity=OpportunityFactory(), until=soon(), by=alice)
    later = soon(14)

    again = hold_unit(hold.unit, opportunity=hold.opportunity, until=later, by=alice)
    assert (again.pk, again.until, again.version) == (hold.pk, later, 2)


def test_a_released_unit_is_free(alice, bob):
    hold = hold_unit(UnitFactory(), opportunity=OpportunityFactory(), until=soon(), by=alice)
    release_hold(hold, by=alice, reason="They changed their mind")

    other = hold_unit(hold.unit, opportunity=OpportunityFactory(), until=soon(), by=bob)
    assert (hold.status, hold.ended_at is None, other.in_force) == ("released", False, True)


def test_a_hold_that_ended_is_neither_extended_nor_released(alice):
    hold = over(UnitHoldFactory())

    with pytest.raises(ValidationError):
        extend_hold(hold, until=soon(), by=alice)
    with pytest.raises(ValidationError):
        release_hold(hold, by=alice)


@pytest.mark.parametrize("days", [-1, 31])
def test_a_hold_ends_in_the_next_thirty_days(alice, days):
    with pytest.raises(ValidationError):
        hold_unit(UnitFactory(), opportunity=OpportunityFactory(), until=soon(days), by=alice)


def test_a_unit_that_is_withdrawn_is_not_held(alice):
    unit = UnitFactory(status="withdrawn")

    with pytest.raises(UnitTakenError, match="withdrawn"):
        hold_unit(unit, opportunity=OpportunityFactory(), until=soon(), by=alice)


def test_a_held_unit_is_told_as_held_and_not_offered(alice):
    hold = hold_unit(UnitFactory(), opportunity=OpportunityFactory(), until=soon(), by=alice)

    assert on_sale().get(pk=hold.unit_id).sale_status == "held"
    assert matches_for({"configurations": []}) == []
    over(hold)
    assert on_sale().get(pk=hold.unit_id).sale_status == "available"


# --- bookings


def test_a_booking_takes_its_unit_off_the_market(alice):
    booking = submitted(alice)
    booking.unit.refresh_from_db()
    assert (booking.unit.status, booking.list_price) == ("blocked", booking.unit.list_price)

    confirm_booking(booking, by=alice)

    booking.unit.refresh_from_db()
    assert (booking.state, booking.unit.status) == ("confirmed", "booked")
    assert booking.opportunity.holds.get().status == "booked"


def test_a_booked_deal_is_about_the_unit(alice):
    booking = submitted(alice)

    deal = Opportunity.objects.get(pk=booking.opportunity_id)
    assert (deal.unit, deal.project) == (booking.unit, booking.unit.project)


def test_a_booking_needs_the_deals_own_hold_and_a_buyer(alice):
    booking = BookingFactory()
    hold_unit(booking.unit, opportunity=OpportunityFactory(), until=soon(), by=alice)
    buyer = booking.opportunity.primary_buyer
    type(buyer).objects.filter(pk=buyer.pk).update(until=today(), version=2)

    with pytest.raises(BookingStateError) as refused:
        submit_booking(booking, by=alice)
    assert refused.value.missing == ["active_hold", "primary_buyer"]


def test_a_cancelled_booking_puts_the_unit_on_sale_again(alice):
    booking = confirm_booking(submitted(alice), by=alice)

    cancel_booking(booking, reason="The bank said no", by=alice)

    booking.unit.refresh_from_db()
    assert (booking.state, booking.unit.status) == ("cancelled", "available")


@pytest.mark.parametrize(
    ("act", "allowed"),
    [(confirm_booking, ["submitted", "cancelled"]), (submit_booking, [])],
)
def test_a_step_out_of_turn_names_those_allowed(alice, act, allowed):
    booking = BookingFactory()
    if act is submit_booking:
        cancel_booking(booking, reason="A mistake", by=alice)

    with pytest.raises(BookingStateError) as refused:
        act(booking, by=alice)
    assert refused.value.allowed == allowed


def test_a_cancellation_says_why(alice):
    with pytest.raises(BookingStateError) as refused:
        cancel_booking(BookingFactory(), reason=" ", by=alice)

    assert (refused.value.missing, Booking.objects.get().state) == (["reason"], "draft")


def test_what_was_submitted_is_not_rewritten(alice):
    with pytest.raises(BookingStateError):
        update_booking(submitted(alice), by=alice, agreement_value=1)


def test_a_booking_somebody_submitted_is_not_submitted_again(alice):
    booking = BookingFactory()
    stale = Booking.objects.get(pk=booking.pk)
    hold_unit(booking.unit, opportunity=booking.opportunity, until=soon(), by=alice)
    cancel_booking(booking, reason="A mistake", by=alice)

    with pytest.raises(VersionConflictError):
        submit_booking(stale, by=alice)


def test_a_draft_takes_the_deals_amount_and_knows_its_discount(alice):
    deal = OpportunityFactory(amount=27_000_000, currency="INR")

    booking = draft_booking(
        opportunity=deal, unit=UnitFactory(), booking_amount=3_000_000, by=alice
    )

    assert (booking.agreement_value, booking.discount) == (27_000_000, 10.0)
    assert booking.warning.startswith("More than 10 %")


def test_a_booking_is_of_the_deals_project(alice):
    deal = OpportunityFactory(project=ProjectFactory())

    with pytest.raises(ValidationError):
        draft_booking(
            opportunity=deal, unit=UnitFactory(), agreement_value=1, currency="INR", by=alice
        )


# --- the stage


def test_the_stage_booking_needs_a_hold_an_amount_and_a_buyer(alice):
    deal = OpportunityFactory(stage="eoi", project=ProjectFactory())
    buyer = deal.primary_buyer
    type(buyer).objects.filter(pk=buyer.pk).update(until=today(), version=2)

    with pytest.raises(StageMoveError, match="an active hold on a unit") as refused:
        move_stage(deal, to=Stage.objects.get(code="booking"), by=alice)
    assert refused.value.missing == ["amount", "primary_buyer", "active_hold"]


def test_a_hold_or_the_booking_it_became_lets_the_deal_move(alice):
    deal = OpportunityFactory(stage="eoi", project=ProjectFactory(), amount=1, currency="INR")
    unit = UnitFactory(tower__project=deal.project)
    hold = hold_unit(unit, opportunity=deal, until=soon(), by=alice)
    assert deal.active_hold == hold
    booking = confirm_booking(submitted(alice, deal, unit), by=alice)

    deal.refresh_from_db()
    move_stage(deal, to=Stage.objects.get(code="booking"), by=alice)

    assert (deal.active_hold, deal.stage.code) == (booking, "booking")


# --- brokers


def test_a_tag_counts_to_its_last_day(alice):
    tag = PartnerTagFactory()
    claim = {"contact": tag.contact, "project": tag.project, "partner": tag.partner}

    after = tag_partner(
        **claim, since=tag.until + timedelta(days=1), until=tag.until + timedelta(days=2), by=alice
    )
    assert (after.since - tag.until).days == 1


def test_an_ended_tag_makes_room(alice):
    tag = PartnerTagFactory()
    end_tag(tag, by=alice, reason="They never came")

    other = PartnerTagFactory(contact=tag.contact, project=tag.project)
    assert [each.status for each in (tag, other)] == ["ended", "active"]
    with pytest.raises(ValidationError):
        end_tag(tag, by=alice, reason="Again")


def test_only_a_broker_firm_holds_a_client_with_a_visit_of_theirs(alice):
    claim = {"contact": ContactFactory(), "project": ProjectFactory(), "until": today(9)}
    firm = AccountFactory(kind="broker_firm")

    with pytest.raises(ValidationError, match="no broker firm"):
        tag_partner(**claim, partner=AccountFactory(), by=alice)
    with pytest.raises(ValidationError, match="no visit"):
        tag_partner(**claim, partner=firm, visit=SiteVisitFactory(), by=alice)
    with pytest.raises(ValidationError, match="last day"):
        tag_partner(**claim | {"until": today(-1)}, partner=firm, by=alice)
