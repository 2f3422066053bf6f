"""What the errors of identity mean to a caller."""

from rest_framework.request import Request

from core.api.errors import Problem, problem_of
from identity.services.errors import IdentityError


@problem_of.register(IdentityError)
def _refused(error: IdentityError, _request: Request) -> Problem:
    """Answer 409 with the code and what it is about: blockers, later merges, who is gone."""
    return Problem(409, error.code, str(error), [], dict(error.details))
