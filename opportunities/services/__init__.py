"""Writes of opportunities."""

from opportunities.services.attributing import attribute, attribute_people, shares
from opportunities.services.opening import create_opportunity
from opportunities.services.staging import StageMoveError, move_stage
from opportunities.services.touching import TouchOutcome, take_touches

__all__ = [
    "StageMoveError",
    "TouchOutcome",
    "attribute",
    "attribute_people",
    "create_opportunity",
    "move_stage",
    "shares",
    "take_touches",
]
