"""Selling a unit: draft, submit, confirm, cancel; the unit's status follows."""

from typing import Any

from django.utils import timezone

from core.models import User
from core.services import acting, save_canonical
from inventory.choices import UnitStatus
from inventory.models import Unit
from inventory.services import update_unit
from opportunities.choices import STANDING, BookingState, HoldStatus
from opportunities.models import Booking
from opportunities.services.changing import update_opportunity
from opportunities.services.holding import UnitTakenError, locked_unit, release_hold

NEXT: dict[str, tuple[BookingState, ...]] = {
    BookingState.DRAFT: (BookingState.SUBMITTED, BookingState.CANCELLED),
    BookingState.SUBMITTED: (BookingState.CONFIRMED, BookingState.CANCELLED),
    BookingState.CONFIRMED: (BookingState.CANCELLED,),
    BookingState.CANCELLED: (),
}
NEEDS = {
    "active_hold": "an active hold of this deal on the unit",
    "primary_buyer": "one primary buyer",
    "reason": "the reason",
}


class BookingStateError(Exception):
    """The booking's state does not allow it (`allowed` does), or something is `missing`."""

    code = "illegal_transition"

    def __init__(self, booking: Booking, to: str, missing: list[str]) -> None:
        self.allowed = [str(state) for state in NEXT[booking.state]]
        self.missing = missing
        words = f"A booking that is {booking.state} does not become {to}."
        if missing:
            words = f"For a booking to be {to}, first give: "
            words += ", ".join(NEEDS[name] for name in missing) + "."
        super().__init__(words)


def draft_booking(*, by: User | None, cause: str = "booking", **fields: Any) -> Booking:
    """Write a booking down; it keeps nothing from anybody until it is submitted.

    The agreement value is the deal's amount unless given. Raises ValidationError.
    """
    if fields.get("agreement_value") is None:
        deal = fields["opportunity"]
        fields |= {"agreement_value": deal.amount, "currency": deal.currency}
    return save_canonical(Booking(**fields), by=by, cause=cause)


def update_booking(
    booking: Booking, *, by: User | None, expected_version: int | None = None, **fields: Any
) -> Booking:
    """Change a draft; what was submitted is cancelled and written anew instead.

    Raises BookingStateError, VersionConflictError.
    """
    if booking.state != BookingState.DRAFT:
        raise BookingStateError(booking, "changed", [])
    for name, value in fields.items():
        setattr(booking, name, value)
    return save_canonical(booking, by=by, expected_version=expected_version, cause="booking")


def submit_booking(
    booking: Booking, *, by: User | None, expected_version: int | None = None
) -> Booking:
    """Take the unit off the market for a booking that waits to be confirmed.

    Asks for an active hold of the deal on the unit and for one primary buyer. The unit becomes
    blocked, the deal is about it. Raises BookingStateError, UnitTakenError, VersionConflictError.
    """
    with acting(by, "booking"):
        unit = locked_unit(booking.unit)
        _check(booking, BookingState.SUBMITTED)
        if other := unit.bookings.filter(state__in=STANDING).first():
            raise UnitTakenError(unit, other)
        booking.state, booking.submitted_at = BookingState.SUBMITTED, timezone.now()
        same = unit.currency == booking.currency
        booking.list_price = unit.list_price if same else None
        booking = _saved(booking, by, expected_version, "submitted")
        _mark(unit, UnitStatus.BLOCKED, by)
        deal = booking.opportunity
        deal.refresh_from_db()
        update_opportunity(deal, by=by, unit=unit, project=unit.project)
    return booking


def confirm_booking(
    booking: Booking, *, by: User | None, expected_version: int | None = None
) -> Booking:
    """Book the unit; the hold it grew out of ends. Raises BookingStateError."""
    with acting(by, "booking"):
        unit = locked_unit(booking.unit)
        _check(booking, BookingState.CONFIRMED)
        booking.state, booking.booked_at = BookingState.CONFIRMED, timezone.now()
        booking = _saved(booking, by, expected_version, "confirmed")
        _mark(unit, UnitStatus.BOOKED, by)
        for hold in booking.opportunity.holds.in_force().filter(unit=unit):
            release_hold(hold, by=by, status=HoldStatus.BOOKED)
    return booking


def cancel_booking(
    booking: Booking, *, reason: str, by: User | None, expected_version: int | None = None
) -> Booking:
    """End a booking for a reason; a unit it kept is for sale again. Raises BookingStateError."""
    with acting(by, "booking"):
        unit = locked_unit(booking.unit)
        kept = booking.state in STANDING
        _check(booking, BookingState.CANCELLED, reason)
        booking.state, booking.cancelled_at = BookingState.CANCELLED, timezone.now()
        booking.reason = reason
        booking = _saved(booking, by, expected_version, "cancelled")
        if kept:
            _mark(unit, UnitStatus.AVAILABLE, by)
    return booking


def _check(booking: Booking, to: BookingState, reason: str = "") -> None:
    if to not in NEXT[booking.state]:
        raise BookingStateError(booking, to, [])
    missing: list[str] = []
    if to == BookingState.SUBMITTED:
        deal = booking.opportunity
        if not deal.holds.in_force().filter(unit=booking.unit_id).exists():
            missing.append("active_hold")
        if deal.primary_buyer is None:
            missing.append("primary_buyer")
    if to == BookingState.CANCELLED and not reason.strip():
        missing.append("reason")
    if missing:
        raise BookingStateError(booking, to, missing)


def _saved(booking: Booking, by: User | None, expected: int | None, action: str) -> Booking:
    return save_canonical(booking, by=by, expected_version=expected, cause="booking", action=action)


def _mark(unit: Unit, status: UnitStatus, by: User | None) -> None:
    update_unit(unit, by=by, cause="booking", status=status)
