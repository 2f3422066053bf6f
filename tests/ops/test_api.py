"""REST of operations: flags and consistency."""

import pytest
from django.contrib.auth.models import Group

from core.models import AuditEvent
from ops.models import Flag
from ops.services import note_consistency, sync_roles
from tests.api_clients import calls
from tests.factories.core import UserFactory

FLAGS, CHECKS = "/api/v1/feature-flags/", "/api/v1/consistency/checks/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    """An administrator."""
    sync_roles()
    user = UserFactory(username="admin")
    user.groups.add(Group.objects.get(name="admin"))
    return calls(user)


def test_flags_are_read_and_switched_by_who_runs_the_house(admin):
    body = {"share": 10, "staff_first": True, "reason": "the first tenth"}

    answer = admin.post(f"{FLAGS}oracle/switch/", body)

    found = {each["name"]: each["share"] for each in admin.get(FLAGS).json()["results"]}
    assert (answer.status_code, found["oracle"], found["read"]) == (200, 10.0, 100.0)
    event = AuditEvent.objects.get(action="flag.switched")
    assert event.payload == {"flag": "oracle", "share": 10, "staff_first": True}


@pytest.mark.parametrize("body", [{"share": 50}, {"share": 0, "staff_first": True}])
def test_what_stops_everything_knows_no_shares(admin, body):
    answer = admin.post(f"{FLAGS}imports/switch/", {**body, "reason": "try"})

    assert [each["field"] for each in answer.json()["errors"]] == ["share"]
    assert Flag.objects.get(name="imports").share == 100


def test_a_flag_nobody_asks_for_is_not_there(admin):
    answer = admin.post(f"{FLAGS}nonsense/switch/", {"share": 0, "reason": "try"})

    assert answer.status_code == 404


def test_others_neither_see_nor_switch_flags(alice, eve):
    switch = {"share": 0, "reason": "no"}

    answers = [calls(user).get(FLAGS).status_code for user in (alice, eve)]
    answers += [calls(user).post(f"{FLAGS}ai/switch/", switch).status_code for user in (alice, eve)]

    assert answers == [403, 403, 403, 403]


def test_the_checks_are_told_as_they_came_out_last(admin):
    before = admin.get(CHECKS).json()
    note_consistency()

    found = admin.get(CHECKS).json()

    assert before == {"at": None, "ok": None, "results": []}
    assert (found["ok"], {each["found"] for each in found["results"]}) == (True, {0})


def test_a_worker_is_asked_to_check(admin, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("ops.api.consistency.check_consistency.delay", note_consistency)

    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post(CHECKS)

    assert (answer.status_code, answer.json()) == (202, {"started": True})
    assert admin.get(CHECKS).json()["ok"] is True
