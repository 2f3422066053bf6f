"""While the database is away everybody is told so, in their own language, and told to come back."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client, override_settings
from psycopg import errors as postgres

from core.selectors.answering import is_away
from tests.factories.core import UserFactory

TOKEN = "only-for-tests-only-for-tests-000"


@pytest.fixture
def founder(db) -> Client:  # noqa: ARG001 -- opens the database
    """A founder's browser that logged in before."""
    browser = Client(raise_request_exception=False)
    browser.force_login(UserFactory(username="farah"))
    return browser


@pytest.fixture
def away(founder) -> Iterator[None]:  # noqa: ARG001 -- before the database goes
    """From here on nobody answers at the database's address."""

    def refused(*_args: object, **_more: object) -> None:
        error = OperationalError("connection to server at 10.0.0.1 failed: refused")
        raise error from postgres.OperationalError("refused")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "ensure_connection", refused)
        yield


@pytest.mark.usefixtures("away")
def test_a_program_is_told_when_to_ask_again(founder):
    token = {"Authorization": "Bearer vk_some-token"}
    machine = Client(headers=token, raise_request_exception=False)
    for caller in (founder, machine):
        answer = caller.get("/api/v1/contacts/")

        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "unavailable"


@pytest.mark.usefixtures("away")
def test_a_person_reads_a_page_that_asks_nothing(founder):
    page = founder.get("/contacts/")

    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert "Not available just now" in page.content.decode()
    assert "10.0.0.1" not in page.content.decode()


@pytest.mark.usefixtures("away")
def test_who_is_signed_in_reads_the_state_as_a_probe_does(founder):
    answer = founder.get("/health/")

    assert (answer.status_code, answer.json()["status"]) == (503, "unhealthy")
    assert list(answer.json()["checks"]) == ["database", "migrations"]


@pytest.mark.usefixtures("away")
def test_the_alert_of_a_database_that_is_away_can_be_scraped():
    with override_settings(METRICS_TOKEN=TOKEN):
        answer = Client(headers={"Authorization": f"Bearer {TOKEN}"}).get("/metrics")

    assert answer.status_code == 200
    assert 'velocity_check_state{check="database"} 2.0' in answer.content.decode()


def test_a_fault_of_ours_is_told_to_programs_as_a_problem_too(founder, monkeypatch):
    monkeypatch.setattr("core.api.renderers.OrjsonRenderer.render", lambda *_a, **_k: 1 / 0)

    answer = founder.get("/api/v1/users/")

    assert (answer.status_code, answer.json()["code"]) == (500, "server_error")


@pytest.mark.parametrize(
    ("cause", "away"),
    [
        (postgres.AdminShutdown("bye"), True),
        (postgres.ConnectionFailure("gone"), True),
        (postgres.LockNotAvailable("held"), False),
        (postgres.QueryCanceled("too long"), False),
    ],
)
def test_only_a_server_nobody_reaches_is_away(cause, away):
    error = OperationalError("said")
    error.__cause__ = cause

    assert is_away(error) is away
