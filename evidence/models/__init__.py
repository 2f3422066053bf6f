"""Tables of evidence and of the score made from it."""

from evidence.models.evidence import Evidence, EvidenceType
from evidence.models.scores import QDAggregate, QDConfig, QDScore, QDSnapshot

__all__ = ["Evidence", "EvidenceType", "QDAggregate", "QDConfig", "QDScore", "QDSnapshot"]
