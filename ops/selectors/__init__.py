"""Reads of operations."""

from ops.selectors.backups import last_good

__all__ = ["last_good"]
