"""Pages and probes of operations."""

from ops.views.metrics import metrics
from ops.views.state import alive, health, ready, status

__all__ = ["alive", "health", "metrics", "ready", "status"]
