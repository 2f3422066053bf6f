"""Tables of identity."""

from identity.models.crosswalk import SourceRecord
from identity.models.matching import MatchCandidate, MergeMove, MergeOperation, PairVerdict

__all__ = ["MatchCandidate", "MergeMove", "MergeOperation", "PairVerdict", "SourceRecord"]
