"""Writes of operations: the roles' rights, the demo's people and client graph, flags, marks."""

from ops.services.demo.loading import RefusedError, load_demo
from ops.services.flags import switch
from ops.services.marks import mark
from ops.services.roles import MissingPermissionError, sync_roles

__all__ = [
    "MissingPermissionError",
    "RefusedError",
    "load_demo",
    "mark",
    "switch",
    "sync_roles",
]
