"""Tables of what other systems say and how their records map to ours."""

from oracle_bridge.models.insights import Insight
from oracle_bridge.models.mappings import EntityMapping

__all__ = ["EntityMapping", "Insight"]
