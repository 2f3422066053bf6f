"""What the errors of deals mean to a caller."""

from rest_framework.request import Request

from core.api.errors import Problem, problem_of
from core.selectors.masking import DOTS
from opportunities.models import Booking, Opportunity, UnitHold
from opportunities.services import (
    BookingStateError,
    StageMoveError,
    TagTakenError,
    UnitTakenError,
)


@problem_of.register(StageMoveError)
def _not_allowed(error: StageMoveError, _request: Request) -> Problem:
    """Name the stages the deal may move to and what has to be filled in first."""
    extra = {"allowed": error.allowed, "missing": error.missing}
    return Problem(409, error.code, str(error), [], extra)


@problem_of.register(BookingStateError)
def _not_now(error: BookingStateError, _request: Request) -> Problem:
    """Name the states a booking may come to and what has to be there first."""
    extra = {"allowed": error.allowed, "missing": error.missing}
    return Problem(409, error.code, str(error), [], extra)


@problem_of.register(UnitTakenError)
def _taken(error: UnitTakenError, request: Request) -> Problem:
    """Say who keeps the unit, masked where the caller may not see their deal, and until when."""
    until = error.kept.until if isinstance(error.kept, UnitHold) else None
    extra = {"held_by": _holder(error.kept, request), "until": until}
    return Problem(409, error.code, str(error), [], extra)


def _holder(kept: UnitHold | Booking | None, request: Request) -> str | None:
    who = getattr(kept, "held_by", None) or getattr(kept, "created_by", None)
    if kept is None or who is None:
        return None
    seen = Opportunity.objects.visible_to(request.user).filter(pk=kept.opportunity_id)  # type: ignore[arg-type]  # callers are signed in
    return who.username if seen.exists() else f"{who.username[:1]}{DOTS}"


@problem_of.register(TagTakenError)
def _held_by_a_broker(error: TagTakenError, _request: Request) -> Problem:
    """Give the window of the tag in the way; not whose it is."""
    extra = {"since": error.tag.since, "until": error.tag.until}
    return Problem(409, error.code, str(error), [], extra)
