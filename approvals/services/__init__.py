"""Writes of governance."""

from approvals.services.applying import apply, resume_stuck
from approvals.services.deciding import approve, reject, request_changes
from approvals.services.drafting import ItemDraft, content_hash
from approvals.services.editing import comment, edit, withdraw
from approvals.services.errors import (
    AlreadyDecidedError,
    ApprovalError,
    EligibilityError,
    ForbiddenError,
    IllegalTransitionError,
    NoApproverError,
    NotEligibleError,
    NotFoundError,
    RejectedBeforeError,
    SelfApprovalError,
    ServiceMayNotApproveError,
    StaleBaseError,
    StaleRevisionError,
)
from approvals.services.expiring import expire_due
from approvals.services.policies import apply_policy, describe_policy
from approvals.services.proposing import propose
from approvals.services.reverting import revert
from approvals.services.rows import apply_create, apply_state, apply_update, conflict

__all__ = [
    "AlreadyDecidedError",
    "ApprovalError",
    "EligibilityError",
    "ForbiddenError",
    "IllegalTransitionError",
    "ItemDraft",
    "NoApproverError",
    "NotEligibleError",
    "NotFoundError",
    "RejectedBeforeError",
    "SelfApprovalError",
    "ServiceMayNotApproveError",
    "StaleBaseError",
    "StaleRevisionError",
    "apply",
    "apply_create",
    "apply_policy",
    "apply_state",
    "apply_update",
    "approve",
    "comment",
    "conflict",
    "content_hash",
    "describe_policy",
    "edit",
    "expire_due",
    "propose",
    "reject",
    "request_changes",
    "resume_stuck",
    "revert",
    "withdraw",
]
