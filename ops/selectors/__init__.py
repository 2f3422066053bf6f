"""Reads of operations."""

from ops.selectors.activity import activity
from ops.selectors.backups import last_good
from ops.selectors.health import Finding, dependencies, examine, overall, readiness

__all__ = ["Finding", "activity", "dependencies", "examine", "last_good", "overall", "readiness"]
