"""Reads of deals, and of what is proposed about them."""

from opportunities.selectors.describing import (
    describe_booking,
    describe_claim,
    describe_hold,
    describe_move,
)
from opportunities.selectors.keeping import buyers_among, hold_on, in_the_way
from opportunities.selectors.moves import first_stages, moves_of, needs_of
from opportunities.selectors.proposing import (
    cancellation,
    confirmation,
    moving,
    settling,
    taking,
)

__all__ = [
    "buyers_among",
    "cancellation",
    "confirmation",
    "describe_booking",
    "describe_claim",
    "describe_hold",
    "describe_move",
    "first_stages",
    "hold_on",
    "in_the_way",
    "moves_of",
    "moving",
    "needs_of",
    "settling",
    "taking",
]
