"""Tables of identity."""

from identity.models.crosswalk import SourceRecord
from identity.models.keys import (
    KeyPosition,
    MatchModel,
    MatchPolicy,
    MatchProfile,
    ScanRun,
    StopKey,
)
from identity.models.matching import MatchCandidate, MergeMove, MergeOperation, PairVerdict

__all__ = [
    "KeyPosition",
    "MatchCandidate",
    "MatchModel",
    "MatchPolicy",
    "MatchProfile",
    "MergeMove",
    "MergeOperation",
    "PairVerdict",
    "ScanRun",
    "SourceRecord",
    "StopKey",
]
