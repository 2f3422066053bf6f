"""Which of our records is which of theirs: said by systems, decided by people."""

import base64
import hmac
import json
import time
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from approvals.models import Proposal
from core.models import SourceSystem
from oracle_bridge.models import EntityMapping
from oracle_bridge.services.mapping import move_mapping
from tests.api_clients import calls, may
from tests.approvals.acts import carry_out
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory
from tests.factories.oracle_bridge import EntityMappingFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/entity-mappings/pulse/contact/p-1/"


@pytest.fixture
def pulse(eve):
    """Eve speaks for Pulse."""
    SourceSystem.objects.filter(code="pulse").update(owner=eve)
    return calls(eve)


@pytest.fixture
def frank():
    """A steward, who may decide."""
    frank = UserFactory(username="frank")
    frank.groups.add(Group.objects.get(name="steward"))
    return frank


@pytest.fixture
def steward(dora):
    return may(dora, "oracle_bridge.view_entitymapping", "oracle_bridge.change_entitymapping")


def says(client, contact, url=URL, **more):
    return client.put(url, {"local_uid": str(contact.uid), **more}, format="json")


@pytest.mark.usefixtures("dora")
def test_a_system_says_it_once_and_again_without_a_change(pulse):
    meera = ContactFactory()

    answers = [says(pulse, meera, remote_hash="a"), says(pulse, meera, remote_hash="a")]
    answers.append(says(pulse, meera, remote_hash="b"))

    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert [answer.json()["version"] for answer in answers] == [1, 1, 2]


@pytest.mark.usefixtures("frank")
def test_a_record_mapped_elsewhere_is_a_conflict_and_a_proposal(pulse):
    meera, ravi = ContactFactory(), ContactFactory()
    says(pulse, meera)

    answer = says(pulse, ravi)

    assert (answer.status_code, answer.json()["code"]) == (409, "mapped_elsewhere")
    assert answer.json()["local_uid"] == str(meera.uid)
    assert EntityMapping.objects.get(external_id="p-1").status == "conflict"
    asked = Proposal.objects.get(kind="mapping.move")
    assert answer.json()["proposal"] == str(asked.uid)


@pytest.mark.usefixtures("dora")
def test_a_second_record_of_theirs_is_an_alias(pulse):
    meera = ContactFactory()
    says(pulse, meera)

    second = says(pulse, meera, url=URL.replace("p-1", "p-2"))

    assert second.json()["is_primary"] is False


@pytest.mark.parametrize(
    ("keep", "status"), [("local", "pending"), ("remote", "pending"), ("merge", "synced")]
)
def test_a_steward_resolves_a_conflict_once(pulse, steward, keep, status):
    says(pulse, ContactFactory())
    says(pulse, ContactFactory())

    answers = [steward.post(f"{URL}resolve/", {"keep": keep}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[0].json()["status"] == status


def test_a_disabled_pair_says_why(pulse, steward):
    says(pulse, ContactFactory())

    answer = steward.post(f"{URL}disable/", {"reason": "They left Pulse."})

    assert (answer.json()["status"], answer.json()["last_error"]) == (
        "disabled",
        "They left Pulse.",
    )


@pytest.mark.usefixtures("dora")
def test_an_approved_move_follows_the_system(pulse, alice):
    meera, ravi = ContactFactory(), ContactFactory()
    says(pulse, meera)
    mapping = EntityMapping.objects.get(external_id="p-1")

    moved = move_mapping(mapping, local_uid=ravi.uid, by=alice, cause="proposal:x")

    assert (moved.local_uid, moved.is_primary, moved.status) == (ravi.uid, True, "pending")


@pytest.fixture
def asked(pulse, frank) -> Proposal:  # noqa: ARG001 -- frank may decide
    """The proposal that came of Pulse contradicting itself."""
    says(pulse, ContactFactory())
    says(pulse, ContactFactory())
    return Proposal.objects.get(kind="mapping.move")


def test_a_steward_reads_and_approves_a_move(asked, frank):
    client = Client()
    client.force_login(frank)

    pages = [client.get(f"/review/{asked.uid}/{rest}").status_code for rest in ("", "effects/")]
    done = carry_out(asked, frank)

    mapping = EntityMapping.objects.get(external_id="p-1")
    assert (pages, done.state) == ([200, 200], "applied")
    assert (str(mapping.local_uid), mapping.status) == (
        asked.items.get().after["local_uid"],
        "pending",
    )


def test_a_move_somebody_decided_otherwise_meanwhile_is_a_conflict(asked, frank, steward):
    before = EntityMapping.objects.get(external_id="p-1").local_uid
    steward.post(f"{URL}resolve/", {"keep": "local"})

    assert carry_out(asked, frank).state == "conflict"
    assert EntityMapping.objects.get(external_id="p-1").local_uid == before


@pytest.mark.usefixtures("dora")
def test_strangers_and_other_systems_say_nothing(pulse, alice):
    meera = ContactFactory()

    answers = [
        says(calls(alice), meera),
        says(pulse, meera, url=URL.replace("pulse", "oracle")),
        says(pulse, ContactFactory.build(uid=uuid4())),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 400]
    assert not EntityMapping.objects.exists()


def signed(secret: str, body: bytes, moment: int) -> dict[str, str]:
    text = f"msg-1.{moment}.".encode() + body
    digest = base64.b64encode(hmac.digest(secret.encode(), text, "sha256")).decode()
    return {
        "webhook-id": "msg-1",
        "webhook-timestamp": str(moment),
        "webhook-signature": f"v1,{digest}",
    }


@pytest.mark.parametrize(
    ("secret", "age", "status"), [("s3", 0, 202), ("wrong", 0, 403), ("s3", 3600, 403)]
)
def test_a_hook_is_believed_by_its_signature_and_its_age(client, settings, secret, age, status):
    settings.PULSE_URL, settings.PULSE_SECRET = "http://127.0.0.1:1", "s3"
    body = json.dumps({"type": "contact.updated"}).encode()
    headers = signed(secret, body, int(time.time()) - age)

    answer = client.post(
        "/api/v1/hooks/pulse/", body, content_type="application/json", headers=headers
    )

    assert answer.status_code == status


def test_there_is_no_hook_of_a_system_that_is_not_here(client):
    assert client.post("/api/v1/hooks/pulse/").status_code == 404


def test_mappings_and_runs_come_page_by_page(alice):
    client = may(alice, "oracle_bridge.view_entitymapping")
    known = [EntityMappingFactory().external_id for _ in range(3)]

    first = client.get("/api/v1/entity-mappings/?limit=2").json()
    second = client.get(f"/api/v1/entity-mappings/?limit=2&cursor={first['next']}").json()

    rows = [row["external_id"] for row in first["results"] + second["results"]]
    assert (rows, second["next"]) == (known[::-1], None)
    assert client.get("/api/v1/sync/runs/").json()["next"] is None


def test_a_system_lists_its_own_mappings_and_who_sees_everything_all(eve, dora, charlie):
    SourceSystem.objects.filter(code="oracle").update(owner=eve)
    pulse = SourceSystem.objects.get(code="pulse")
    mine, other = EntityMappingFactory(), EntityMappingFactory(system=pulse)

    def listed(user, query=""):
        answer = calls(user).get(f"/api/v1/entity-mappings/{query}").json()
        return [row["external_id"] for row in answer["results"]]

    assert listed(eve) == listed(eve, "?system=oracle") == [mine.external_id]
    assert listed(eve, "?system=pulse") == []
    assert set(listed(dora)) == {mine.external_id, other.external_id}
    assert calls(charlie).get("/api/v1/entity-mappings/").status_code == 403
