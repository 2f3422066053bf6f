"""Tables of governance."""

from approvals.models.delegation import Delegation
from approvals.models.event import ApprovalEvent
from approvals.models.lock import ExclusiveKey
from approvals.models.memory import AutoApplySwitch, RejectedValue
from approvals.models.policy import ApprovalPolicy
from approvals.models.proposal import Proposal, ProposalItem

__all__ = [
    "ApprovalEvent",
    "ApprovalPolicy",
    "AutoApplySwitch",
    "Delegation",
    "ExclusiveKey",
    "Proposal",
    "ProposalItem",
    "RejectedValue",
]
