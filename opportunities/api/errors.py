"""What the errors of deals mean to a caller."""

from rest_framework.request import Request

from core.api.errors import Problem, problem_of
from opportunities.services import StageMoveError


@problem_of.register(StageMoveError)
def _not_allowed(error: StageMoveError, _request: Request) -> Problem:
    """Name the stages the deal may move to and what has to be filled in first."""
    extra = {"allowed": error.allowed, "missing": error.missing}
    return Problem(409, error.code, str(error), [], extra)
