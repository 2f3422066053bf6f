"""What the demo's deals keep from others: units on hold and booked, and brokers' tags."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils import timezone

from opportunities.models import Booking, Opportunity, PartnerTag, SiteVisit, UnitHold
from ops.services.demo.world import World

KEPT = ("negotiation", "eoi")
SOLD = ("booking", "agreement", "registered")
TAGGED_FOR = timedelta(days=60)


def add_sales(world: World, deals: Sequence[Opportunity]) -> None:
    """Add holds for deals about to be won, bookings of those that are, and tags after visits."""
    UnitHold.objects.bulk_create(
        _hold(world, deal) for deal in deals if deal.unit and deal.stage.code in KEPT
    )
    Booking.objects.bulk_create(
        _booking(deal, deal.amount)
        for deal in deals
        if deal.unit and deal.amount and deal.stage.code in SOLD
    )
    brought = SiteVisit.objects.filter(opportunity__in=deals, partner__isnull=False, status="done")
    first = brought.order_by("opportunity_id", "scheduled_at").distinct("opportunity_id")
    PartnerTag.objects.bulk_create(_tag(visit) for visit in first)


def _hold(world: World, deal: Opportunity) -> UnitHold:
    began = world.ago(0.1, 4)
    until = world.at_work(world.now + timedelta(days=world.chance.randint(2, 9)))
    period = DateTimeTZRange(began, until)
    return UnitHold(unit=deal.unit, opportunity=deal, held_by=deal.owner, period=period)


def _booking(deal: Opportunity, amount: Decimal) -> Booking:
    booked: datetime = deal.stage_entered_at
    return Booking(
        unit=deal.unit,
        opportunity=deal,
        state="confirmed",
        agreement_value=amount,
        booking_amount=amount / 20,
        currency=deal.currency,
        list_price=amount,
        payment_plan="Construction-linked",
        submitted_at=booked - timedelta(days=1),
        booked_at=booked,
    )


def _tag(visit: SiteVisit) -> PartnerTag:
    first = timezone.localdate(visit.scheduled_at)
    return PartnerTag(
        contact=visit.contact,
        project=visit.project,
        partner=visit.partner,
        valid=DateRange(first, first + TAGGED_FOR),
        visit=visit,
        reason="They came with the broker.",
    )
