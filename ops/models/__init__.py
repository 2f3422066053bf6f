"""Tables of operations: backups, exports and releases, flags with their history, signs of life."""

from ops.models.exports import Export
from ops.models.flags import Flag, FlagChange, bucket
from ops.models.marks import Mark
from ops.models.record import BackupRun, Release

__all__ = ["BackupRun", "Export", "Flag", "FlagChange", "Mark", "Release", "bucket"]
