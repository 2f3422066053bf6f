"""`/audit/` over REST."""

import pytest

from core.services import audit, sealing
from tests.api_clients import calls
from tests.core.test_audit_proof import sealed, tamper  # noqa: F401 -- a fixture
from tests.settling import settle

EVENTS, VERIFY = "/api/v1/audit/events/", "/api/v1/audit/verify/"


@pytest.mark.django_db
def test_the_house_reads_acts_by_what_they_are_and_whose(alice, dora):
    audit("test.done", by=alice, object_type="contact", payload={"fields": ["name"]})
    audit("other.done", by=alice)

    found = calls(dora).get(EVENTS, {"action": "test.", "actor": "alice"}).json()["results"]

    assert [(each["action"], each["actor"], each["payload"]) for each in found] == [
        ("test.done", "alice", {"fields": ["name"]})
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("address", [EVENTS, "/api/v1/audit/seals/"])
def test_nobody_else_reads_the_record(alice, eve, address):
    answers = [calls(user).get(address).status_code for user in (alice, eve)]

    assert answers == [403, 403]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sealed")
def test_an_untouched_record_is_proved(dora, settings, tmp_path):
    settings.AUDIT_ANCHOR = str(tmp_path / "anchor")
    sealing.anchor()

    found = calls(dora).post(VERIFY, {}).json()

    told = [found[name] for name in ("ok", "windows", "events", "anchored", "faults")]
    assert told == [True, 3, 7, True, []]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sealed")
def test_what_was_tampered_with_is_named(dora, settings, tmp_path):
    settings.AUDIT_ANCHOR = str(tmp_path / "anchor")
    tamper("UPDATE core_auditseal SET hash = 'x' WHERE number = 3")

    found = calls(dora).post(VERIFY, {}).json()

    assert found["ok"] is False
    assert found["faults"] == [{"window": 3, "fault": "the seal itself was changed"}]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sealed")
def test_a_proof_too_long_for_a_request_is_refused(dora, monkeypatch):
    monkeypatch.setattr("core.api.auditing.MOST_WINDOWS", 2)

    answer = calls(dora).post(VERIFY, {})

    assert (answer.status_code, answer.json()["code"]) == (422, "too_much")


@pytest.mark.django_db(transaction=True)
def test_seals_are_listed_the_newest_first(dora):
    audit("test.done", by=None)
    settle()
    sealing.seal()

    found = calls(dora).get("/api/v1/audit/seals/").json()["results"]

    assert [(each["number"], each["events"], each["previous"]) for each in found] == [(1, 1, "")]
