"""Writes of evidence and of the score made from it."""

from evidence.services.recording import record_evidence, withdraw_evidence
from evidence.services.rescoring import recompute_qd

__all__ = ["recompute_qd", "record_evidence", "withdraw_evidence"]
