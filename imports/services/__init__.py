"""Writes of imports: receive, run the steps, apply, undo, replay."""

from imports.pipeline.map_columns import UnknownTargetError, correct_mapping, current_manifest
from imports.pipeline.receive import AlreadyReceivedError, receive, sample
from imports.services.hashing import canonical_hash
from imports.services.running import (
    RUNNING,
    WrongStateError,
    advance,
    cancel,
    confirm,
    retry,
    stalled,
)
from imports.services.undoing import propose_revert

__all__ = [
    "RUNNING",
    "AlreadyReceivedError",
    "UnknownTargetError",
    "WrongStateError",
    "advance",
    "cancel",
    "canonical_hash",
    "confirm",
    "correct_mapping",
    "current_manifest",
    "propose_revert",
    "receive",
    "retry",
    "sample",
    "stalled",
]
