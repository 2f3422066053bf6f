"""Proposals and decisions over REST."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from approvals.models import Proposal
from core.models import SourceSystem
from tests.api_clients import calls
from tests.approvals.acts import approve, change

PATH = "/api/v1/proposals/"


def address(proposal: Proposal, step: str = "") -> str:
    return f"{PATH}{proposal.uid}/{step}"


def seen(proposal: Proposal, **more: Any) -> dict[str, Any]:
    return {"revision": proposal.revision, "content_hash": proposal.content_hash, **more}


def wish(contact: Any, **after: Any) -> dict[str, Any]:
    item = {"op": "update", "target_type": "contact", "target_uid": str(contact.uid)}
    return {"kind": "contact.update", "title": "A change", "items": [{**item, "after": after}]}


@pytest.fixture
def service(eve, contact) -> APIClient:
    """Eve, who sees the contact and speaks for a source of her own."""
    SourceSystem.objects.create(code="eves", owner=eve, base_trust=90)
    type(contact).objects.filter(pk=contact.pk).update(visibility=2, version=contact.version + 1)
    client = calls(eve)
    client.credentials(HTTP_IDEMPOTENCY_KEY="one")
    return client


@pytest.mark.usefixtures("dora", "frank")
def test_a_service_proposes_in_the_name_of_its_source(service, contact):
    response = service.post(PATH, wish(contact, is_vip=True))

    assert response.status_code == 201, response.json()
    assert (response.json()["source"], response.json()["state"]) == ("eves", "pending")


@pytest.mark.usefixtures("dora", "frank")
def test_the_same_wish_of_a_service_is_one_proposal(service, contact):
    first = service.post(PATH, wish(contact, is_vip=True))
    service.credentials(HTTP_IDEMPOTENCY_KEY="two")

    again = service.post(PATH, wish(contact, is_vip=True))

    assert (again.status_code, again.json()["uid"]) == (200, first.json()["uid"])


@pytest.mark.usefixtures("dora")
def test_a_policy_may_approve_what_fills_harmless_gaps(service, contact):
    response = service.post(PATH, {**wish(contact, occupation="Architect"), "confidence": 0.99})

    assert (response.status_code, response.json()["state"]) == (202, "approved")


@pytest.mark.usefixtures("dora")
def test_nobody_borrows_the_trust_of_another_source(alice, contact):
    response = calls(alice).post(PATH, {**wish(contact, occupation="X"), "source": "oracle"})

    assert (response.status_code, response.json()["code"]) == (403, "forbidden")


@pytest.mark.usefixtures("dora")
def test_charlie_proposes_nothing_about_a_contact_he_cannot_see(charlie, contact):
    assert calls(charlie).post(PATH, wish(contact, occupation="X")).status_code == 404


@pytest.mark.usefixtures("dora")
def test_a_field_there_is_not_is_named(alice, contact):
    response = calls(alice).post(PATH, wish(contact, shoe_size=44))

    assert (response.status_code, response.json()["errors"][0]["field"]) == (400, "shoe_size")


@pytest.mark.usefixtures("dora")
def test_an_unknown_kind_is_refused(alice, contact):
    response = calls(alice).post(PATH, {**wish(contact, occupation="X"), "kind": "contact.bless"})

    assert (response.status_code, response.json()["code"]) == (422, "unknown_operation")


def test_a_reviewer_reads_what_waits_and_its_differences(proposal, dora):
    client = calls(dora)

    listed = client.get(PATH, {"to_approve": "true"}).json()["results"]
    fields = client.get(address(proposal, "diff/")).json()[0]["fields"]

    assert [row["uid"] for row in listed] == [str(proposal.uid)]
    assert [(row["name"], row["proposed"]) for row in fields] == [("occupation", "Architect")]


@pytest.mark.usefixtures("proposal")
def test_an_agent_reads_their_own_proposals_alone(alice, bob):
    lists = [calls(user).get(PATH).json()["results"] for user in (alice, bob)]

    assert [len(rows) for rows in lists] == [1, 0]


def test_a_reviewer_approves_what_they_looked_at(proposal, dora):
    response = calls(dora).post(address(proposal, "approve/"), seen(proposal))

    assert (response.status_code, response.json()["state"]) == (200, "approved")


@pytest.mark.usefixtures("frank")
def test_an_author_does_not_approve(contact, dora):
    own = change(contact, by=dora, occupation="Lawyer")

    response = calls(dora).post(address(own, "approve/"), seen(own))

    assert (response.status_code, response.json()["code"]) == (403, "self_approval")


@pytest.mark.usefixtures("dora", "frank")
def test_a_service_does_not_approve(service, contact):
    uid = service.post(PATH, wish(contact, is_vip=True)).json()["uid"]
    own = Proposal.objects.get(uid=uid)
    service.credentials(HTTP_IDEMPOTENCY_KEY="two")

    response = service.post(address(own, "approve/"), seen(own))

    assert (response.status_code, response.json()["code"]) == (403, "service_may_not_approve")


def test_nothing_is_approved_twice(proposal, dora, frank):
    approve(proposal, dora)

    response = calls(frank).post(address(proposal, "approve/"), seen(proposal))

    assert (response.status_code, response.json()["code"]) == (409, "already_decided")


def test_a_stale_revision_is_not_decided(proposal, dora):
    response = calls(dora).post(address(proposal, "approve/"), seen(proposal, revision=7))

    assert (response.status_code, response.json()["code"]) == (409, "stale_revision")


def test_a_rejection_says_why(proposal, dora):
    refused = calls(dora).post(address(proposal, "reject/"), seen(proposal))
    done = calls(dora).post(address(proposal, "reject/"), seen(proposal, reason="outdated"))

    assert (refused.status_code, done.json()["state"]) == (400, "rejected")


def test_remarks_and_withdrawal_stand_in_the_events(proposal, alice):
    client = calls(alice)

    client.post(address(proposal, "comment/"), {"text": "He told me so."})
    client.post(address(proposal, "withdraw/"), {"reason": "wrong person"})

    events = client.get(address(proposal, "events/")).json()
    assert [event["type"] for event in events] == ["submitted", "commented", "withdrawn"]


def test_a_reader_who_may_not_know_of_it_gets_404(proposal, charlie):
    assert calls(charlie).get(address(proposal)).status_code == 404


@pytest.mark.usefixtures("frank")
def test_two_items_can_be_decided_apart(contact, alice, dora):
    wishes = wish(contact, occupation="Lawyer")
    wishes["items"].append({**wishes["items"][0], "op": "create", "target_uid": None})
    wishes["items"][1] |= {"kind": "contact.create", "after": {"full_name": "New"}}
    uid = calls(alice).post(PATH, wishes).json()["uid"]
    two = Proposal.objects.get(uid=uid)

    calls(dora).post(address(two, "approve/"), seen(two, item_decisions={"2": "reject"}))

    assert list(two.current_items.values_list("decision", flat=True)) == ["accepted", "rejected"]
