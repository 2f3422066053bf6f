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
from core.services.viewing import note_view

__all__ = [
    "VersionConflictError",
    "acting",
    "archive",
    "audit",
    "canonical_json",
    "entity_type",
    "note_view",
    "request_id",
    "restore",
    "save_canonical",
    "sha256",
]
