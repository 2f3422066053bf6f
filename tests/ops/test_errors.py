"""Error reports: one a fault, findable, and nothing private in it."""

import json

import pytest
import sentry_sdk
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from velocity_crm import errors

SECRET = "hunter2-in-the-query"


def boom(_request: HttpRequest) -> HttpResponse:
    """Fail with a person's number in the message."""
    local = "meera@example.com"
    raise ValueError(f"no such client: {local}, +91 98200 12345")


urlpatterns = [path("boom/", boom)]


class InMemory(Transport):
    """Keeps the reports."""

    kept: list[Envelope] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        """Keep it."""
        self.kept.append(envelope)


@pytest.fixture
def reports():
    """Reports in memory, as long as the test runs."""
    InMemory.kept.clear()
    dsn = "https://public@errors.example/1"
    errors.configure(dsn, release="9.9.9", environment="production", transport=InMemory)
    yield InMemory.kept
    sentry_sdk.get_client().close()
    # init() without a DSN would watch every query and request of all later tests of this process
    sentry_sdk.get_global_scope().set_client(None)


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.ops.test_errors")
def test_one_fault_is_one_report_with_release_and_request_id_and_no_person(reports):
    client = Client(raise_request_exception=False, headers={"X-Request-ID": "proxy-4711-abc"})
    client.cookies["sessionid"] = "0123456789abcdef"

    client.get(f"/boom/?token={SECRET}&q=Meera", headers={"Authorization": "Bearer abcdef123456"})

    events = [each.get_event() for each in reports]
    assert len(events) == 1
    event = events[0]
    assert (event["release"], event["environment"]) == ("9.9.9", "production")
    assert event["tags"]["request_id"] == "proxy-4711-abc"
    words = json.dumps(event, default=str)
    private = [SECRET, "Meera", "meera", "98200", "0123456789abcdef", "abcdef123456"]
    assert [each for each in private if each in words] == []
    assert event["exception"]["values"][0]["type"] == "ValueError"


def test_a_report_keeps_the_number_of_the_person_alone():
    event = {"user": {"id": 7, "email": "alice@example.com", "username": "alice"}}

    assert errors.scrubbed(event, {})["user"] == {"id": 7}


def test_nothing_is_reported_without_a_dsn():
    assert sentry_sdk.get_client().dsn is None
    assert not sentry_sdk.get_client().is_active()
