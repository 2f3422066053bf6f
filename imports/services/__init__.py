"""Writes of imports: receive, run the steps, apply, undo, replay."""

from imports.pipeline.map_columns import UnknownTargetError, correct_mapping, current_manifest
from imports.pipeline.receive import AlreadyReceivedError, receive, sample
from imports.services.approving import NothingToApproveError, approve_commit
from imports.services.correcting import CorrectionError, OvertakenError, correct_row
from imports.services.deciding import (
    Decision,
    DecisionError,
    decide_rows,
    fitting_by_now,
    known_by_now,
    link_known_by_now,
    propose_again,
    propose_rest,
    waiting_rows,
)
from imports.services.foreseeing import Foreseen, foresee_undo, later_imports
from imports.services.hashing import canonical_hash
from imports.services.reading import Reading, reread
from imports.services.running import (
    RUNNING,
    UNDECIDED,
    UNDERWAY,
    WrongStateError,
    advance,
    cancel,
    confirm,
    reopen,
    retry,
    stalled,
    suggest,
)
from imports.services.undoing import propose_revert

__all__ = [
    "RUNNING",
    "UNDECIDED",
    "UNDERWAY",
    "AlreadyReceivedError",
    "CorrectionError",
    "Decision",
    "DecisionError",
    "Foreseen",
    "NothingToApproveError",
    "OvertakenError",
    "Reading",
    "UnknownTargetError",
    "WrongStateError",
    "advance",
    "approve_commit",
    "cancel",
    "canonical_hash",
    "confirm",
    "correct_mapping",
    "correct_row",
    "current_manifest",
    "decide_rows",
    "fitting_by_now",
    "foresee_undo",
    "known_by_now",
    "later_imports",
    "link_known_by_now",
    "propose_again",
    "propose_rest",
    "propose_revert",
    "receive",
    "reopen",
    "reread",
    "retry",
    "sample",
    "stalled",
    "suggest",
    "waiting_rows",
]
