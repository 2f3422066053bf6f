"""Pages and probes of operations."""

from ops.views.metrics import metrics
from ops.views.state import acts, alive, health, ready, status

__all__ = ["acts", "alive", "health", "metrics", "ready", "status"]
