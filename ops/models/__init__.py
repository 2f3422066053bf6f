"""Tables of operations."""

from ops.models.record import BackupRun, Release

__all__ = ["BackupRun", "Release"]
