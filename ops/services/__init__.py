"""Writes of operations: the roles' rights and the demo."""

from ops.services.demo import RefusedError, load_demo
from ops.services.roles import MissingPermissionError, sync_roles

__all__ = ["MissingPermissionError", "RefusedError", "load_demo", "sync_roles"]
