"""Operations in the admin."""

from ops.admin import backups, flags

__all__ = ["backups", "flags"]
