"""Tables of governance."""

from approvals.models.event import ApprovalEvent
from approvals.models.policy import ApprovalPolicy
from approvals.models.proposal import Proposal, ProposalItem

__all__ = ["ApprovalEvent", "ApprovalPolicy", "Proposal", "ProposalItem"]
