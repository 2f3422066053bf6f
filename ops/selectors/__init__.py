"""Reads of operations."""

from ops.selectors.backups import last_good
from ops.selectors.health import Finding, dependencies, examine, overall, readiness

__all__ = ["Finding", "dependencies", "examine", "last_good", "overall", "readiness"]
