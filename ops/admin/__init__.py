"""Operations in the admin."""

from ops.admin import backups

__all__ = ["backups"]
