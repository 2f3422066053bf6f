"""Keeping a unit for one deal until a moment: hold, extend, release."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.models import User
from core.services import acting, save_canonical
from inventory.choices import UnitStatus
from inventory.models import Unit
from opportunities.choices import STANDING, HoldStatus
from opportunities.models import Booking, Opportunity, UnitHold
from opportunities.selectors import hold_on

LONGEST_HOLD = timedelta(days=30)
FREE = (UnitStatus.AVAILABLE, UnitStatus.HELD)


class UnitTakenError(Exception):
    """Somebody else keeps the unit: `kept` is the hold or the booking, None for other reasons."""

    code = "exclusive_lock"

    def __init__(self, unit: Unit, kept: UnitHold | Booking | None) -> None:
        self.unit = unit
        self.kept = kept
        until = (
            f" until {timezone.localtime(kept.until):%d %b %Y, %H:%M %Z}"
            if isinstance(kept, UnitHold)
            else ""
        )
        what = {UnitHold: "on hold for another deal", Booking: "booked by another deal"}
        words = what.get(type(kept), unit.get_status_display().lower())  # type: ignore[arg-type]  # None has no words
        super().__init__(f"{unit} is {words}{until}.")


def hold_unit(
    unit: Unit,
    *,
    opportunity: Opportunity,
    until: datetime,
    by: User | None,
    reason: str = "",
    over: bool = False,
) -> UnitHold:
    """Keep a unit for a deal until a moment; a unit the deal holds already is held until then.

    With `over` the hold of another deal is released first, for `reason`. Raises UnitTakenError
    for a unit somebody else keeps or that is not for sale, ValidationError for a moment that is
    past or further off than 30 days.
    """
    _check_end(until)
    with acting(by, "hold"):
        unit = locked_unit(unit)
        if booking := unit.bookings.filter(state__in=STANDING).first():
            raise UnitTakenError(unit, booking)
        if unit.status not in FREE:
            raise UnitTakenError(unit, None)
        known = hold_on(unit)
        if known is not None and known.opportunity_id == opportunity.pk:
            return extend_hold(known, until=until, by=by)
        if known is not None and not over:
            raise UnitTakenError(unit, known)
        if known is not None:
            release_hold(known, by=by, reason=reason or "The unit was given to another deal.")
        period = DateTimeTZRange(timezone.now(), until)
        hold = UnitHold(unit=unit, opportunity=opportunity, held_by=by, period=period)
        return save_canonical(hold, by=by, cause="hold", action="held")


def extend_hold(
    hold: UnitHold, *, until: datetime, by: User | None, expected_version: int | None = None
) -> UnitHold:
    """Let a hold in force end at another moment, sooner or later.

    Raises ValidationError for a hold that has ended, for a moment past or too far off, and
    where a later hold stands in the way.
    """
    _check_end(until)
    _check_in_force(hold)
    hold.period = DateTimeTZRange(hold.period.lower, until)
    return _saved(hold, by, expected_version, "extended")


def release_hold(
    hold: UnitHold,
    *,
    by: User | None,
    reason: str = "",
    status: HoldStatus = HoldStatus.RELEASED,
    expected_version: int | None = None,
) -> UnitHold:
    """Give a unit free before its time. Raises ValidationError for a hold that has ended."""
    _check_in_force(hold)
    hold.status, hold.ended_at, hold.reason = status, timezone.now(), reason
    return _saved(hold, by, expected_version, "released")


def locked_unit(unit: Unit) -> Unit:
    """Return a unit as it stands, locked: whoever holds or books it waits here for each other."""
    rows = Unit.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("project", "tower").get(pk=unit.pk)


def _check_end(until: datetime) -> None:
    now = timezone.now()
    if until <= now:
        raise ValidationError({"until": "A hold ends in the future."})
    if until > now + LONGEST_HOLD:
        raise ValidationError({"until": f"A unit is held for {LONGEST_HOLD.days} days at most."})


def _check_in_force(hold: UnitHold) -> None:
    if not hold.in_force:
        raise ValidationError(f"The hold of {hold.unit} has ended.")


def _saved(hold: UnitHold, by: User | None, expected: int | None, action: str) -> UnitHold:
    options: dict[str, Any] = {"expected_version": expected, "cause": "hold", "action": action}
    return save_canonical(hold, by=by, **options)
