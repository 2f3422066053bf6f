"""Writes of opportunities."""

from opportunities.services.attributing import attribute, attribute_people, shares
from opportunities.services.changing import plan_visit, update_opportunity, update_visit
from opportunities.services.fitting import Match, matches_for, refresh_matches
from opportunities.services.opening import create_opportunity
from opportunities.services.staging import StageMoveError, move_stage
from opportunities.services.touching import TouchOutcome, take_touches

__all__ = [
    "Match",
    "StageMoveError",
    "TouchOutcome",
    "attribute",
    "attribute_people",
    "create_opportunity",
    "matches_for",
    "move_stage",
    "plan_visit",
    "refresh_matches",
    "shares",
    "take_touches",
    "update_opportunity",
    "update_visit",
]
