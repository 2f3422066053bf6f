"""The review pages."""

from approvals.views.archive import archive
from approvals.views.deciding import (
    approve,
    assign,
    batch,
    comment,
    edit,
    reject,
    request_changes,
    resolve,
    retry,
    revert,
    submit,
    undo,
    withdraw,
)
from approvals.views.reading import count, detail, effects, onward, queue
from approvals.views.rules import policies, policy
from approvals.views.trust import calibration, delegations, revoke, switch

__all__ = [
    "approve",
    "archive",
    "assign",
    "batch",
    "calibration",
    "comment",
    "count",
    "delegations",
    "detail",
    "edit",
    "effects",
    "onward",
    "policies",
    "policy",
    "queue",
    "reject",
    "request_changes",
    "resolve",
    "retry",
    "revert",
    "revoke",
    "submit",
    "switch",
    "undo",
    "withdraw",
]
