"""Machines send signs and link sessions over REST; what they learn by it and what comes of it."""

import hashlib
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from rest_framework.test import APIClient

from approvals.models import ProposalItem
from contacts.models import Contact
from contacts.services import record_consent
from core.choices import Visibility
from core.models import SourceSystem
from core.services import create_token
from evidence.models import Evidence
from evidence.services import take_in
from privacy.services import erase_contact
from tests.api_clients import calls, contact_url, may
from tests.evidence.signs import about, sign
from tests.factories.contacts import ContactFactory, ContactPointFactory
from tests.factories.core import in_role
from tests.factories.evidence import EvidenceFactory

pytestmark = pytest.mark.django_db

URL = "/api/v1/evidence/"


@pytest.fixture
def sentinel(eve):
    """Eve is the service of Sentinel."""
    SourceSystem.objects.filter(code="sentinel").update(owner=eve)
    eve.user_permissions.add(Permission.objects.get(codename="add_evidence"))
    return eve


def sends(service, *scopes):
    """Return a client with a token of the service for evidence and these scopes."""
    client = APIClient()
    token = create_token(service, by=None, scopes=["evidence:write", *scopes]).secret
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


def test_machines_send_evidence_in_their_own_name_alone(sentinel, alice):
    meera = ContactFactory()
    items = [about(meera, 1), about(meera, 2, producer="pulse")]
    SourceSystem.objects.filter(code="pulse").update(owner=alice)

    answer = sends(sentinel, "contacts:resolve").post(
        URL, {"items": items}, format="json", headers={"Idempotency-Key": "k"}
    )

    assert answer.status_code == 200
    assert [each["outcome"] for each in answer.data["results"]] == ["created", "invalid"]


def everybody(dora):
    """Return subjects of every kind of person a sign can name, known to us or not."""
    known, agreed, gone = ContactFactory(), ContactFactory(), ContactFactory()
    child = ContactFactory(date_of_birth="2015-01-01")
    record_consent(agreed, by=dora, purpose="perception_analytics", status="granted")
    erase_contact(gone, by=dora, grounds="her wish")
    point = ContactPointFactory(contact=known, is_identity=True)
    digest = hashlib.sha256(point.value_norm.encode()).hexdigest()
    uids = [str(each.uid) for each in (known, agreed, gone, child)]
    return [
        *({"uid": uid} for uid in (*uids, str(uuid4()))),
        {"point_hash": digest},
        {"point_hash": "0" * 64},
        {"uid": str(agreed.uid), "point_hash": digest},
    ]


@pytest.mark.parametrize("kind", ["site_visit_done", "attention"])
def test_a_machine_that_may_not_resolve_learns_of_nobody_by_sending_evidence(sentinel, dora, kind):
    items = [sign(n, subject=each, type=kind) for n, each in enumerate(everybody(dora))]
    client = sends(sentinel)

    first, again = (
        client.post(URL, {"items": items}, format="json", headers={"Idempotency-Key": key}).json()
        for key in ("a", "b")
    )

    alike = {"outcome": "received", "uid": None, "reason": ""}
    assert first["results"] == [alike | {"external_id": each["external_id"]} for each in items]
    assert again == first
    assert Evidence.objects.count() == 6


def test_what_is_wrong_with_a_sign_is_told_to_every_machine(sentinel):
    body = {"items": [sign(value=2)]}

    answer = sends(sentinel).post(URL, body, format="json", headers={"Idempotency-Key": "k"})

    assert [each["outcome"] for each in answer.json()["results"]] == ["invalid"]


def test_a_machine_that_may_not_resolve_learns_of_nobody_by_linking_a_session(sentinel, dora):
    in_role(dora, "steward")
    take_in([sign()], by=sentinel)
    gone, merged = ContactFactory(), ContactFactory()
    Contact.objects.filter(pk=merged.pk).update(
        state="merged", merged_into=ContactFactory(), version=merged.version + 1
    )
    erase_contact(gone, by=dora, grounds="her wish")
    client, known = sends(sentinel), ContactFactory(visibility=Visibility.ORGANISATION)

    answers = [
        client.post(
            f"{URL}link-session/",
            {"session_ref": "room-7", "contact": str(uid)},
            headers={"Idempotency-Key": str(uid)},
        )
        for uid in (known.uid, gone.uid, merged.uid, uuid4())
    ]

    assert {(each.status_code, each.content) for each in answers} == {
        (202, b'{"linked":0,"proposal":null}')
    }
    assert [each.target_uid for each in ProposalItem.objects.all()] == [known.uid]


def test_who_may_not_send_evidence_is_refused(alice):
    assert calls(alice).post(URL, {"items": [sign()]}, format="json").status_code == 403


def test_more_than_a_thousand_signs_are_refused(sentinel):
    answer = calls(sentinel).post(
        URL, {"items": [sign()] * 1001}, format="json", headers={"Idempotency-Key": "k"}
    )

    assert answer.status_code == 400


def test_an_explanation_adds_up_and_withholds_what_sensors_saw(alice, dora):
    meera = ContactFactory(owner=alice)
    record_consent(meera, by=dora, purpose="perception_analytics", status="granted")
    EvidenceFactory(contact=meera)
    EvidenceFactory(contact=meera, type="attention")

    told = calls(alice).get(contact_url(meera, "qd", "explain")).json()

    points = sum(each["points"] for each in told["contributions"])
    assert [each["type"] for each in told["contributions"]] == ["site_visit_done"]
    assert told["start"] + told["withheld"] + points == pytest.approx(told["value"], abs=1e-9)


def test_a_score_and_its_timeline_are_for_those_who_see_the_client(alice, charlie):
    visit = EvidenceFactory(contact=ContactFactory(owner=alice, team=alice.team))

    seen = calls(alice).get(contact_url(visit.contact, "qd", "timeline"))
    hidden = calls(charlie).get(contact_url(visit.contact, "qd"))

    assert [each["top_evidence"] for each in seen.json()["results"]] == [[str(visit.uid)]]
    assert hidden.status_code == 404


def test_a_session_nobody_told_of_is_linked_to_nobody(eve, dora):
    client, body = may(dora, "evidence.change_evidence"), {"session_ref": "room-7"}
    body["contact"] = str(ContactFactory().uid)

    before = client.post(f"{URL}link-session/", body)
    take_in([sign()], by=eve)
    after = client.post(f"{URL}link-session/", body)

    assert (before.status_code, before.json()["errors"][0]["field"]) == (400, "session_ref")
    assert (after.status_code, after.json()["linked"]) == (200, 1)
