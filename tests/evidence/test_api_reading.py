"""Signs over REST: who reads which, by what they are narrowed, and the quarantine."""

from datetime import timedelta

import pytest
from django.test import Client

from evidence.models import Evidence
from evidence.services import take_in
from ops.services import sync_roles
from tests.api_clients import calls
from tests.evidence.signs import AT, about, sign
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory, in_role
from tests.factories.evidence import EvidenceFactory

pytestmark = pytest.mark.django_db

URL = "/api/v1/evidence/"


@pytest.fixture
def roles(alice, charlie, dora):
    """Alice and Charlie are agents, Dora is the founder."""
    sync_roles()
    return in_role(alice, "agent"), in_role(charlie, "agent"), in_role(dora, "founder")


@pytest.fixture
def meera(alice):
    return ContactFactory(owner=alice, team=alice.team)


def listed(user, path=URL, **asked):
    answer = calls(type(user).objects.get(pk=user.pk)).get(path, asked)
    assert answer.status_code == 200, answer.content
    return [row["external_id"] for row in answer.json()["results"]]


def test_signs_are_read_by_who_sees_the_contact(roles, meera, eve):
    take_in([about(meera, 1), sign(2), about(ContactFactory(visibility=0), 3)], by=eve)
    alice, charlie, dora = roles

    assert [listed(user) for user in (alice, charlie, dora)] == [["s-1"], [], ["s-3", "s-2", "s-1"]]


def test_a_sign_is_told_as_it_came_without_the_hash_of_a_number(roles, meera, eve):
    take_in([about(meera, payload={}, session_ref="room-7")], by=eve)
    alice, charlie, _ = roles
    kept = Evidence.objects.get()

    told = calls(alice).get(f"{URL}{kept.uid}/")

    assert told.json() == {
        "uid": str(kept.uid), "contact": str(meera.uid), "type": "site_visit_done",
        "reported_type": "", "producer": "sentinel", "external_id": "s-1", "value": 1.0,
        "confidence": 1.0, "occurred_at": "2026-11-01T09:00:00Z",
        "received_at": told.json()["received_at"], "state": "active", "quarantine_reason": "",
        "session_ref": "room-7", "media_ref": "", "payload": {},
    }  # fmt: skip
    assert calls(charlie).get(f"{URL}{kept.uid}/").status_code == 404


def test_the_quarantine_lists_what_waits_and_why(roles, meera, eve):
    items = [about(meera, 1), about(meera, 2, type="levitated"), sign(3)]
    take_in(items, by=eve)
    alice, _, dora = roles
    path = f"{URL}quarantine/"

    assert [listed(user, path) for user in (alice, dora)] == [["s-2"], ["s-3", "s-2"]]
    assert listed(dora, path, quarantine_reason="unresolved") == ["s-3"]


def test_signs_are_narrowed_by_what_is_asked(roles, meera, eve):
    moment = (AT - timedelta(days=2)).isoformat()
    other = about(ContactFactory(), 3, type="eoi_paid", producer="pulse")
    take_in([about(meera, 1), about(meera, 2, occurred_at=moment), other, sign(4)], by=eve)
    dora = roles[2]

    assert listed(dora, contact=str(meera.uid)) == ["s-2", "s-1"]
    assert listed(dora, contact=str(meera.uid), order="-occurred_at") == ["s-1", "s-2"]
    assert listed(dora, type="eoi_paid") == listed(dora, producer="pulse") == ["s-3"]
    assert listed(dora, until=AT.isoformat()) == ["s-2"]
    assert listed(dora, since=AT.isoformat()) == ["s-4", "s-3", "s-1"]
    assert listed(dora, state="quarantined") == listed(dora, session_ref="room-7") == ["s-4"]


def test_a_list_of_signs_comes_in_pages(roles, meera, eve):
    take_in([about(meera, number) for number in range(3)], by=eve)
    client = calls(roles[2])

    first = client.get(URL, {"limit": 2}).json()
    second = client.get(URL, {"limit": 2, "cursor": first["next"]}).json()

    told = [row["external_id"] for row in first["results"] + second["results"]]
    assert told == ["s-2", "s-1", "s-0"]
    assert second["next"] is None


def test_what_sensors_saw_is_read_by_who_may_here_and_on_the_page(roles, meera, north):
    seen = EvidenceFactory(contact=meera, type="attention")
    alice, _, dora = roles
    grace = in_role(UserFactory(username="grace", team=north), "admin")
    grace.groups.add(*alice.groups.all())

    pages = []
    for user in (dora, alice, grace):
        browser = Client()
        browser.force_login(user)
        pages.append(browser.get("/admin/evidence/evidence/").content.decode())

    assert [len(listed(user)) for user in (dora, alice, grace)] == [1, 0, 0]
    assert [f"/{seen.pk}/change/" in page for page in pages] == [True, False, False]


def test_who_may_not_read_evidence_is_refused(bob, eve, roles):
    assert roles
    for user in (in_role(bob, "read_only"), eve):
        for path in (URL, f"{URL}quarantine/"):
            assert calls(user).get(path).status_code == 403
