"""Tables of the bridge."""

from oracle_bridge.models.insights import Insight
from oracle_bridge.models.mappings import EntityMapping
from oracle_bridge.models.sync import SyncRun, SyncWatermark

__all__ = ["EntityMapping", "Insight", "SyncRun", "SyncWatermark"]
