"""Pages and probes of operations."""

from ops.views.handing import hand_over
from ops.views.metrics import metrics
from ops.views.state import acts, alive, health, ready, status

__all__ = ["acts", "alive", "hand_over", "health", "metrics", "ready", "status"]
