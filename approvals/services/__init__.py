"""Writes of governance."""

from approvals.services.applying import apply, resume_stuck
from approvals.services.assigning import assign, escalate_due
from approvals.services.batching import Choice, Outcome, batch_decide
from approvals.services.deciding import approve, audit_refusal, reject, request_changes
from approvals.services.delegating import delegate, revoke_delegation
from approvals.services.drafting import ItemDraft, content_hash
from approvals.services.editing import comment, edit, resolve, withdraw
from approvals.services.errors import (
    WHY_NOT,
    AlreadyDecidedError,
    ApprovalError,
    EligibilityError,
    ExclusiveLockError,
    ForbiddenError,
    IllegalTransitionError,
    NoApproverError,
    NotEligibleError,
    NotFoundError,
    NotInBatchError,
    PermanentFailureError,
    RejectedBeforeError,
    SelfApprovalError,
    ServiceMayNotApproveError,
    StaleBaseError,
    StaleRevisionError,
)
from approvals.services.expiring import expire_due
from approvals.services.policies import (
    apply_policy,
    candidate_policy,
    describe_policy,
    propose_policy,
)
from approvals.services.previewing import ItemEffect, Preview, preview, trying
from approvals.services.proposing import draft, propose, submit
from approvals.services.reverting import revert
from approvals.services.rows import apply_create, apply_state, apply_update, conflict
from approvals.services.sensitivity import (
    apply_sensitivity,
    describe_sensitivity,
    propose_sensitivity,
)
from approvals.services.switching import recalibrate, recalibrate_all, switch_auto_apply
from approvals.services.undoing import undo_last

__all__ = [
    "WHY_NOT",
    "AlreadyDecidedError",
    "ApprovalError",
    "Choice",
    "EligibilityError",
    "ExclusiveLockError",
    "ForbiddenError",
    "IllegalTransitionError",
    "ItemDraft",
    "ItemEffect",
    "NoApproverError",
    "NotEligibleError",
    "NotFoundError",
    "NotInBatchError",
    "Outcome",
    "PermanentFailureError",
    "Preview",
    "RejectedBeforeError",
    "SelfApprovalError",
    "ServiceMayNotApproveError",
    "StaleBaseError",
    "StaleRevisionError",
    "apply",
    "apply_create",
    "apply_policy",
    "apply_sensitivity",
    "apply_state",
    "apply_update",
    "approve",
    "assign",
    "audit_refusal",
    "batch_decide",
    "candidate_policy",
    "comment",
    "conflict",
    "content_hash",
    "delegate",
    "describe_policy",
    "describe_sensitivity",
    "draft",
    "edit",
    "escalate_due",
    "expire_due",
    "preview",
    "propose",
    "propose_policy",
    "propose_sensitivity",
    "recalibrate",
    "recalibrate_all",
    "reject",
    "request_changes",
    "resolve",
    "resume_stuck",
    "revert",
    "revoke_delegation",
    "submit",
    "switch_auto_apply",
    "trying",
    "undo_last",
    "withdraw",
]
