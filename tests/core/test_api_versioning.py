"""Which API answers, and what of it is on its way out."""

from datetime import UTC, datetime

import pytest

from core.api.people import MeView
from core.api.versioning import Deprecation
from tests.api_clients import calls

LEAVING = Deprecation(
    since=datetime(2026, 1, 1, tzinfo=UTC),
    sunset=datetime(2026, 9, 1, tzinfo=UTC),
    successor="/api/v1/users/",
)


def test_every_answer_says_which_api_it_is(alice):
    answers = [calls(alice).get(f"/api/v1/{path}") for path in ("me/", "contacts/", "nothing/")]

    assert [answer["API-Version"] for answer in answers] == ["1.0.0"] * 3
    assert [answer.has_header("Deprecation") for answer in answers] == [False] * 3


def test_what_is_on_its_way_out_says_so(alice, monkeypatch):
    monkeypatch.setattr(MeView, "deprecated", LEAVING)

    answer = calls(alice).get("/api/v1/me/")

    assert {name: answer[name] for name in ("Deprecation", "Sunset", "Link")} == {
        "Deprecation": "@1767225600",
        "Sunset": "Tue, 01 Sep 2026 00:00:00 GMT",
        "Link": '</api/v1/users/>; rel="successor-version"',
    }


@pytest.mark.parametrize("sent", ["a-request-of-mine", "abc-123", "7", None])
def test_the_request_id_comes_back(alice, sent):
    headers = {"X-Request-ID": sent} if sent else {}

    answer = calls(alice).get("/api/v1/contacts/nothing/", headers=headers)

    assert answer["X-Request-ID"] == answer.json()["request_id"]
    assert sent in (None, answer["X-Request-ID"])
