"""Tables of evidence and of the score made from it."""

from evidence.models.events import Evidence, EvidenceType
from evidence.models.scores import QDConfig, QDScore, QDSnapshot

__all__ = ["Evidence", "EvidenceType", "QDConfig", "QDScore", "QDSnapshot"]
