"""What the refusals of governance mean to a caller."""

from typing import Any

from rest_framework.request import Request

from approvals.registry import UnknownOperationError
from approvals.services import (
    ApprovalError,
    EligibilityError,
    ExclusiveLockError,
    ForbiddenError,
    NoApproverError,
    NotFoundError,
    RejectedBeforeError,
)
from core.api.errors import Problem, problem_of

STATUSES: list[tuple[type[ApprovalError], int]] = [
    (EligibilityError, 403),
    (ForbiddenError, 403),
    (NotFoundError, 404),
    (NoApproverError, 422),
    (RejectedBeforeError, 409),
    (ApprovalError, 409),
]


@problem_of.register(ApprovalError)
def _refused(error: ApprovalError, _request: Request) -> Problem:
    status = next(status for kind, status in STATUSES if isinstance(error, kind))
    extra: dict[str, Any] = {}
    if isinstance(error, RejectedBeforeError):
        extra = {"rejections": [str(uid) for uid in error.rejections], "fields": error.fields}
    if isinstance(error, ExclusiveLockError):
        extra = {"holder": str(error.holder)}
    words = str(error)
    return Problem(status, error.code, words[:1].upper() + words[1:], [], extra)


@problem_of.register(UnknownOperationError)
def _unknown(error: UnknownOperationError, _request: Request) -> Problem:
    return Problem(422, error.code, str(error.args[0]))
