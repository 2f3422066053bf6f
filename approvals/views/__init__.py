"""The review pages."""

from approvals.views.deciding import approve, comment, reject, request_changes, withdraw
from approvals.views.reading import detail, queue

__all__ = [
    "approve",
    "comment",
    "detail",
    "queue",
    "reject",
    "request_changes",
    "withdraw",
]
