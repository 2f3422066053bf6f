"""Writes of opportunities."""

from opportunities.services.attributing import attribute, attribute_people, shares
from opportunities.services.booking import (
    BookingStateError,
    cancel_booking,
    confirm_booking,
    draft_booking,
    submit_booking,
    update_booking,
)
from opportunities.services.changing import plan_visit, update_opportunity, update_visit
from opportunities.services.fitting import Match, matches_for, refresh_matches
from opportunities.services.holding import (
    UnitTakenError,
    extend_hold,
    hold_unit,
    release_hold,
)
from opportunities.services.opening import create_opportunity
from opportunities.services.staging import StageMoveError, move_stage, refused_moves
from opportunities.services.tagging import TagTakenError, end_tag, tag_partner
from opportunities.services.touching import TouchOutcome, take_touches

__all__ = [
    "BookingStateError",
    "Match",
    "StageMoveError",
    "TagTakenError",
    "TouchOutcome",
    "UnitTakenError",
    "attribute",
    "attribute_people",
    "cancel_booking",
    "confirm_booking",
    "create_opportunity",
    "draft_booking",
    "end_tag",
    "extend_hold",
    "hold_unit",
    "matches_for",
    "move_stage",
    "plan_visit",
    "refresh_matches",
    "refused_moves",
    "release_hold",
    "shares",
    "submit_booking",
    "tag_partner",
    "take_touches",
    "update_booking",
    "update_opportunity",
    "update_visit",
]
