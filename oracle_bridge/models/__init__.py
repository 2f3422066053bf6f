"""Tables of the bridge."""

from oracle_bridge.models.insights import Insight
from oracle_bridge.models.mappings import EntityMapping
from oracle_bridge.models.sync import SyncRun, SyncWatermark
from oracle_bridge.models.webhooks import WebhookDelivery, WebhookEndpoint

__all__ = [
    "EntityMapping",
    "Insight",
    "SyncRun",
    "SyncWatermark",
    "WebhookDelivery",
    "WebhookEndpoint",
]
