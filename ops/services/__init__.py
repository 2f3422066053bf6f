"""Writes of operations: rights, the demo, flags, signs of life, lost second factors."""

from ops.services.consistency import note_consistency
from ops.services.demo.loading import RefusedError, load_demo
from ops.services.environment import WrongDatabaseError, claim, give_to
from ops.services.exporting import ask_export, expire_exports, lost_exports, write_export
from ops.services.flags import switch
from ops.services.marks import mark
from ops.services.roles import MissingPermissionError, sync_roles
from ops.services.second_factor import forget_second_factor

__all__ = [
    "MissingPermissionError",
    "RefusedError",
    "WrongDatabaseError",
    "ask_export",
    "claim",
    "expire_exports",
    "forget_second_factor",
    "give_to",
    "load_demo",
    "lost_exports",
    "mark",
    "note_consistency",
    "switch",
    "sync_roles",
    "write_export",
]
