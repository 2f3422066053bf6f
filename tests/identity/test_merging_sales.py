"""What merging does to holds, bookings and brokers' tags."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from approvals.models import ProposalItem
from identity.handlers import booked
from identity.services.errors import BlockedError
from identity.services.merging import Order, merge, preview, survivor_first
from identity.services.proposing import propose_merge
from identity.services.unmerging import unmerge
from opportunities.models import PartnerTag
from opportunities.services import hold_unit, submit_booking
from tests.factories.opportunities import (
    BookingFactory,
    PartnerTagFactory,
    UnitHoldFactory,
)

pytestmark = pytest.mark.django_db


def has_booked(person, by):
    booking = BookingFactory(opportunity__primary_contact=person)
    until = timezone.now() + timedelta(days=1)
    hold_unit(booking.unit, opportunity=booking.opportunity, until=until, by=by)
    return submit_booking(booking, by=by)


def statuses() -> list[str]:
    return list(PartnerTag.objects.order_by("id").values_list("status", flat=True))


def test_holds_and_bookings_follow_their_deal(meera, mira, alice):
    booking = has_booked(mira, alice)
    hold = UnitHoldFactory(opportunity=booking.opportunity)

    merge(Order(survivor=meera, losers=[mira]), by=alice)

    for row in (booking, hold):
        row.refresh_from_db()
        assert row.opportunity.primary_contact == meera


def test_different_brokers_are_a_conflict_shown_before_the_merge(meera, mira, alice):
    first = PartnerTagFactory(contact=meera)
    PartnerTagFactory(contact=mira, project=first.project)
    order = Order(survivor=meera, losers=[mira])

    shown = preview(order, by=alice)

    assert [each.code for each in shown.blockers] == ["partner_tags"]
    assert statuses() == ["active", "active"]
    with pytest.raises(BlockedError):
        propose_merge(order, by=alice)


def test_merged_all_the_same_the_losers_tag_is_in_dispute_until_it_is_undone(meera, mira, alice):
    first = PartnerTagFactory(contact=meera)
    PartnerTagFactory(contact=mira, project=first.project)

    operation = merge(Order(survivor=meera, losers=[mira], override=True), by=alice)
    assert (statuses(), meera.partner_tags.count()) == (["active", "disputed"], 2)

    unmerge(operation, by=alice, reason="They are two")
    assert (statuses(), mira.partner_tags.count()) == (["active", "active"], 1)


def test_one_broker_holds_a_client_once(meera, mira, alice):
    first = PartnerTagFactory(contact=meera)
    PartnerTagFactory(contact=mira, project=first.project, partner=first.partner)

    merge(Order(survivor=meera, losers=[mira]), by=alice)

    assert statuses() == ["active", "ended"]


def test_tags_of_other_times_move(meera, mira, alice):
    first = PartnerTagFactory(contact=meera)
    later = DateRange(first.valid.upper, first.valid.upper + timedelta(days=9))
    PartnerTagFactory(contact=mira, project=first.project, valid=later)

    merge(Order(survivor=meera, losers=[mira]), by=alice)

    assert (statuses(), meera.partner_tags.count()) == (["active", "active"], 2)


def test_two_people_who_booked_are_not_merged_lightly(meera, mira, alice):
    has_booked(meera, alice), has_booked(mira, alice)

    with pytest.raises(BlockedError) as refused:
        merge(Order(survivor=meera, losers=[mira]), by=alice)

    assert refused.value.details["blockers"] == ["bookings"]


def test_who_has_booked_stays_first_and_policies_know(meera, mira, alice):
    has_booked(mira, alice)

    item = ProposalItem(target_uid=meera.uid, after={"losers": [str(mira.uid)]})

    assert survivor_first([meera, mira]) == [mira, meera]
    assert booked(item) == ["has_booking"]
