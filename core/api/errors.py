"""Errors as problem details: RFC 9457, `application/problem+json`.

An app teaches the API an exception of its own with `@problem_of.register(ItsError)`.
"""

import logging
from dataclasses import dataclass, field
from functools import singledispatch
from http import HTTPStatus
from typing import Any, cast

from django.core import exceptions as django
from django.core.signals import got_request_exception
from django.db import DatabaseError, DataError
from django.http import Http404
from drf_standardized_errors.formatter import flatten_errors
from psycopg import errors as postgres
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import set_rollback

from core.models import User
from core.selectors import BadCursorError, ResyncRequiredError
from core.selectors.answering import AWAY, BROKEN, COMES_BACK_IN, is_away
from core.selectors.history import conflicts_of
from core.services import VersionConflictError, request_id
from core.services.idempotency import IdempotencyMismatchError, InFlightError

logger = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"
CODES = {
    exceptions.ValidationError: "validation_error",
    exceptions.AuthenticationFailed: "not_authenticated",
    exceptions.PermissionDenied: "forbidden",
    exceptions.Throttled: "rate_limited",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One answer that is an error: an HTTP status, a stable code and words for people.

    `errors` are dictionaries of field (null for the whole), code and message; `extra` is merged
    into the body.
    """

    status: int
    code: str
    detail: str
    errors: list[dict[str, Any]] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


class ApiError(exceptions.APIException):
    """An error of the API with extra members in its body."""

    def __init__(self, detail: str | None = None, **extra: Any) -> None:
        super().__init__(detail)
        self.extra = extra


class MergedError(ApiError):
    """A write to a row that was merged into another."""

    status_code = HTTPStatus.CONFLICT
    default_code = "merged"
    default_detail = "This record was merged; write to the one it was merged into."


class IllegalTransitionError(ApiError):
    """A step the record's state does not allow."""

    status_code = HTTPStatus.CONFLICT
    default_code = "illegal_transition"
    default_detail = "The record's state does not allow this."


class GoneError(ApiError):
    """A row that was erased."""

    status_code = HTTPStatus.GONE
    default_code = "gone_erased"
    default_detail = "This record was erased."


def problem_handler(error: Exception, context: dict[str, Any]) -> Response:
    """Return the answer to an exception a view raised; the unknown are logged and answered 500."""
    set_rollback()
    request: Request = context["request"]
    problem = problem_of(error, request)
    if problem is None:
        logger.error("unhandled exception in %s", request.path, exc_info=error)
        got_request_exception.send(sender=None, request=request._request)  # noqa: SLF001 -- DRF's documented way to the HttpRequest
        problem = Problem(500, "server_error", BROKEN)
    return answer(problem)


def answer(problem: Problem) -> Response:
    """Return the response of a problem."""
    body = {
        "type": f"urn:velocity:problem:{problem.code}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        "errors": problem.errors,
        "request_id": request_id(),
    }
    return Response(
        body | problem.extra,
        status=problem.status,
        headers=problem.headers,
        content_type=CONTENT_TYPE,
    )


@singledispatch
def problem_of(_error: Exception, _request: Request) -> Problem | None:
    """Return the problem an exception means, None for an exception nobody explained."""
    return None


@problem_of.register(exceptions.APIException)
def _framework(error: exceptions.APIException, _request: Request) -> Problem:
    code = CODES.get(type(error), error.default_code)
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    extra = getattr(error, "extra", {})
    if not isinstance(error, exceptions.ValidationError):
        return Problem(error.status_code, code, str(error.detail), [], extra, headers)
    errors = [
        {"field": _field(each.attr), "code": each.code, "message": str(each.detail)}
        for each in flatten_errors(error.detail)
    ]
    return invalid(errors)


@problem_of.register(django.ValidationError)
def _invalid_value(error: django.ValidationError, _request: Request) -> Problem:
    by_field = error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}
    errors = [
        {"field": _field(name), "code": each.code or "invalid", "message": " ".join(each.messages)}
        for name, found in by_field.items()
        for each in found
    ]
    return invalid(errors)


def invalid(errors: list[dict[str, Any]]) -> Problem:
    """Return the problem of values that may not be."""
    told = [{name: _writable(value) for name, value in each.items()} for each in errors]
    words = " ".join(str(each["message"]) for each in told)
    return Problem(400, "validation_error", words, told)


@problem_of.register(BadCursorError)
def _bad_cursor(error: BadCursorError, _request: Request) -> Problem:
    return invalid([{"field": "cursor", "code": "bad_cursor", "message": str(error)}])


@problem_of.register(ResyncRequiredError)
def _resync(error: ResyncRequiredError, _request: Request) -> Problem:
    extra = {"snapshot": "/api/v1/snapshot/{type}/"}
    return Problem(410, "resync_required", str(error), [], extra)


@problem_of.register(Http404)
@problem_of.register(django.ObjectDoesNotExist)
def _absent(_error: Exception, _request: Request) -> Problem:
    return Problem(404, "not_found", "There is no such record.")


@problem_of.register(django.PermissionDenied)
def _denied(_error: django.PermissionDenied, _request: Request) -> Problem:
    return Problem(403, "forbidden", "You may not do this.")


@problem_of.register(django.RequestDataTooBig)
def _too_large(_error: django.RequestDataTooBig, _request: Request) -> Problem:
    return Problem(413, "payload_too_large", "The request is too large.")


@problem_of.register(VersionConflictError)
def _conflict(error: VersionConflictError, request: Request) -> Problem:
    proposed = request.data if isinstance(request.data, dict) else {}
    caller = cast("User", request.user)  # nobody else gets as far as a write
    composed = getattr(request.parser_context["view"], "composed", None)
    conflicts = conflicts_of(
        error.current, error.expected, proposed, reader=caller, composed=composed
    )
    extra = {
        "expected_version": error.expected,
        "current_version": error.current.version,
        "conflicts": conflicts,
    }
    words = f"Version {error.current.version} is current, not {error.expected}."
    return Problem(409, "version_conflict", words, [], extra)


@problem_of.register(IdempotencyMismatchError)
def _other_request(_error: IdempotencyMismatchError, _request: Request) -> Problem:
    return Problem(422, "idempotency_mismatch", "This Idempotency-Key came with another request.")


@problem_of.register(InFlightError)
def _in_flight(_error: InFlightError, _request: Request) -> Problem:
    words = "The first request with this Idempotency-Key is still at work."
    return Problem(409, "idempotency_in_flight", words, headers={"Retry-After": "1"})


@problem_of.register(DatabaseError)
def _refused(error: DatabaseError, _request: Request) -> Problem | None:
    if is_away(error):
        wait = {"Retry-After": str(COMES_BACK_IN)}
        return Problem(503, "unavailable", AWAY, headers=wait)
    cause = error.__cause__
    if isinstance(cause, postgres.UniqueViolation | postgres.ExclusionViolation):
        extra = {"constraint": cause.diag.constraint_name}
        return Problem(409, "conflict", "Somebody wrote the same a moment before.", [], extra)
    if isinstance(cause, postgres.LockNotAvailable | postgres.DeadlockDetected):
        return Problem(
            423, "locked_retry", "Somebody holds this row; try again.", headers={"Retry-After": "1"}
        )
    if isinstance(cause, postgres.CheckViolation):
        words = f"The database refuses this: {cause.diag.constraint_name}."
        return invalid([{"field": None, "code": "refused", "message": words}])
    if isinstance(error, DataError):
        # a NUL character, or a number no column holds
        words = "A value is of a kind the database cannot hold."
        return invalid([{"field": None, "code": "invalid", "message": words}])
    return None


def _writable(value: Any) -> Any:
    """Return a value without NUL: an answer that is kept for repeats is written to the database."""
    return value.replace("\0", "\N{REPLACEMENT CHARACTER}") if isinstance(value, str) else value


def _field(name: str | None) -> str | None:
    return None if name in (None, "__all__", "non_field_errors") else name
