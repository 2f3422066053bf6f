"""What the refusals of governance mean to a caller."""

from rest_framework.request import Request

from approvals.registry import UnknownOperationError
from approvals.services import (
    ApprovalError,
    EligibilityError,
    ForbiddenError,
    NoApproverError,
    NotFoundError,
)
from core.api.errors import Problem, problem_of

STATUSES: list[tuple[type[ApprovalError], int]] = [
    (EligibilityError, 403),
    (ForbiddenError, 403),
    (NotFoundError, 404),
    (NoApproverError, 422),
    (ApprovalError, 409),
]


@problem_of.register(ApprovalError)
def _refused(error: ApprovalError, _request: Request) -> Problem:
    status = next(status for kind, status in STATUSES if isinstance(error, kind))
    return Problem(status, error.code, str(error).capitalize() or error.code)


@problem_of.register(UnknownOperationError)
def _unknown(error: UnknownOperationError, _request: Request) -> Problem:
    return Problem(422, error.code, str(error.args[0]))
