"""Writes of the kernel: canonical rows, audit lines, the acting person."""

from core.models import entity_type
from core.services.acting import acting, request_id
from core.services.auditing import audit, canonical_json, sha256
from core.services.saving import (
    VersionConflictError,
    archive,
    restore,
    save_canonical,
)
from core.services.sharing import assign, share, unshare
from core.services.tokens import create_token, equip, revoke_token
from core.services.viewing import note_view

__all__ = [
    "VersionConflictError",
    "acting",
    "archive",
    "assign",
    "audit",
    "canonical_json",
    "create_token",
    "entity_type",
    "equip",
    "note_view",
    "request_id",
    "restore",
    "revoke_token",
    "save_canonical",
    "sha256",
    "share",
    "unshare",
]
