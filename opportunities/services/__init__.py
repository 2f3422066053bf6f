"""Writes of opportunities."""

from opportunities.services.opening import create_opportunity
from opportunities.services.staging import StageMoveError, move_stage

__all__ = ["StageMoveError", "create_opportunity", "move_stage"]
