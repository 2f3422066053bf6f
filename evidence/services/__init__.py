"""Writes of evidence and of the score made from it."""

from evidence.services.intake import LARGEST, Outcome, take_in, unspoken
from evidence.services.linking import link_session
from evidence.services.recording import record_evidence, withdraw_evidence
from evidence.services.rescoring import Drift, check_scores, recompute_qd, rescore_everybody

__all__ = [
    "LARGEST",
    "Drift",
    "Outcome",
    "check_scores",
    "link_session",
    "recompute_qd",
    "record_evidence",
    "rescore_everybody",
    "take_in",
    "unspoken",
    "withdraw_evidence",
]
