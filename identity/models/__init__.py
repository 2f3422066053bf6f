"""Tables of identity."""

from identity.models.accounts import AccountCandidate, AccountMerge
from identity.models.checking import LinkCheck
from identity.models.crosswalk import FieldLock, SourceRecord
from identity.models.keys import (
    KeyPosition,
    MatchKey,
    MatchModel,
    MatchPolicy,
    MatchProfile,
    ScanRun,
    StopKey,
)
from identity.models.matching import MatchCandidate, MergeMove, MergeOperation, PairVerdict
from identity.models.training import Training

__all__ = [
    "AccountCandidate",
    "AccountMerge",
    "FieldLock",
    "KeyPosition",
    "LinkCheck",
    "MatchCandidate",
    "MatchKey",
    "MatchModel",
    "MatchPolicy",
    "MatchProfile",
    "MergeMove",
    "MergeOperation",
    "PairVerdict",
    "ScanRun",
    "SourceRecord",
    "StopKey",
    "Training",
]
