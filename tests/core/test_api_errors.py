"""Who is let in, and how the API says no."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError
from psycopg import errors as postgres
from rest_framework.test import APIClient, APIRequestFactory

from core.api.errors import problem_of
from core.api.throttling import TokenThrottle
from tests.api_clients import calls

ME = "/api/v1/me/"


@pytest.mark.django_db
def test_a_stranger_is_asked_for_a_token():
    answer = APIClient().get(ME, headers={"X-Request-ID": "shell-000001"})

    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json() == {
        "type": "urn:velocity:problem:not_authenticated",
        "title": "Unauthorized",
        "status": 401,
        "code": "not_authenticated",
        "detail": "Authentication credentials were not provided.",
        "errors": [],
        "request_id": "shell-000001",
    }
    assert answer["X-Request-ID"] == "shell-000001"


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["vk_wrong", "vk_ünfug", "a b", ""])
def test_a_wrong_token_is_refused(token):
    answer = APIClient().get(ME, headers={"Authorization": f"Bearer {token}"})

    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


def test_a_session_needs_the_csrf_token_to_write(alice):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(alice)

    answer = client.post("/api/v1/contacts/", {"full_name": "K"}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "patch"])
def test_a_path_there_is_not_is_a_problem_too(method):
    answer = getattr(APIClient(), method)("/api/v1/nothing/here/")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_broken_body_and_a_wrong_method_are_problems(alice):
    client = calls(alice)

    broken = client.post("/api/v1/contacts/resolve/", "{", content_type="application/json")
    wrong = client.delete(ME)
    strange = client.post("/api/v1/contacts/resolve/", "x", content_type="text/csv")

    assert [(answer.status_code, answer.json()["code"]) for answer in (broken, wrong, strange)] == [
        (400, "parse_error"),
        (405, "method_not_allowed"),
        (415, "unsupported_media_type"),
    ]


def test_answers_carry_what_is_left_of_the_rate(alice, monkeypatch):
    monkeypatch.setattr(TokenThrottle, "THROTTLE_RATES", {"user": "2/min"})
    client = calls(alice)

    answers = [client.get(ME) for _ in range(3)]

    assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert {answer["RateLimit-Limit"] for answer in answers} == {"2"}
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "rate_limited"
    assert 1 <= int(answers[2]["Retry-After"]) <= 61


def _caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (_caused(IntegrityError(), postgres.UniqueViolation()), "conflict"),
        (_caused(OperationalError(), postgres.LockNotAvailable()), "locked_retry"),
        (ValidationError({"full_name": ["no"]}), "validation_error"),
        (ValidationError("no"), "validation_error"),
    ],
)
def test_errors_of_lower_layers_have_codes(error, code):
    assert problem_of(error, APIRequestFactory().get("/")).code == code


@pytest.mark.parametrize("error", [KeyError("x"), IntegrityError()])
def test_errors_nobody_explained_stay_unknown(error):
    assert problem_of(error, APIRequestFactory().get("/")) is None


def test_a_bug_is_answered_with_a_problem(alice, monkeypatch):
    monkeypatch.setattr("core.api.people.teams_of", lambda _: 1 // 0)
    client = calls(alice)
    client.raise_request_exception = False

    answer = client.get(ME)

    assert (answer.status_code, answer.json()["code"]) == (500, "server_error")
    assert "division" not in answer.content.decode()
