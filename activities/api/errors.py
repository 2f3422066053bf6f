"""What the errors of activities mean to a caller."""

from rest_framework.request import Request

from activities.services import ChannelSourcedError, ConsentRequiredError, NotTheAuthorError
from core.api.errors import Problem, problem_of


@problem_of.register(ChannelSourcedError)
def _channel(error: ChannelSourcedError, _request: Request) -> Problem:
    return Problem(409, error.code, str(error))


@problem_of.register(ConsentRequiredError)
def _consent(error: ConsentRequiredError, _request: Request) -> Problem:
    return Problem(422, error.code, str(error))


@problem_of.register(NotTheAuthorError)
def _author(error: NotTheAuthorError, _request: Request) -> Problem:
    return Problem(403, error.code, str(error))
