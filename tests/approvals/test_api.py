"""Proposals and decisions over REST."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from approvals.models import Proposal
from core.models import AuditEvent, SourceSystem
from tests.api_clients import calls
from tests.approvals.acts import approve, carry_out, change

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


@pytest.mark.parametrize(
    ("caller", "fixture", "more", "told"),
    [
        ("alice", "proposal", {}, (403, "self_approval")),
        ("frank", "decided", {}, (409, "already_decided")),
        ("dora", "proposal", {"revision": 7}, (409, "stale_revision")),
    ],
)
def test_a_refused_decision_has_its_status_and_its_code(request, caller, fixture, more, told):
    asked, user = request.getfixturevalue(fixture), request.getfixturevalue(caller)

    response = calls(user).post(address(asked, "approve/"), seen(asked, **more))

    assert (response.status_code, response.json()["code"]) == told


@pytest.mark.usefixtures("dora", "frank")
def test_a_service_does_not_approve(service, contact):
    uid = service.post(PATH, wish(contact, is_vip=True)).json()["uid"]
    own = Proposal.objects.get(uid=uid)
    service.credentials(HTTP_IDEMPOTENCY_KEY="two")

    response = service.post(address(own, "approve/"), seen(own))

    assert (response.status_code, response.json()["code"]) == (403, "service_may_not_approve")


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


@pytest.fixture
def two(contact, alice, dora, frank):  # noqa: ARG001 -- dora and frank may decide
    """Alice proposes two fields of Meera."""
    return change(contact, by=alice, occupation="Architect", department="Board")


def test_a_field_is_turned_down_over_rest(two, dora):
    body = seen(two, field_rejections={"1": ["department"]}, reason_code="outdated")

    response = calls(dora).post(address(two, "approve/"), body)

    assert (response.status_code, response.json()["items"][0]["rejected_fields"]) == (
        200,
        ["department"],
    )


@pytest.mark.usefixtures("dora", "frank")
def test_a_draft_is_kept_edited_and_submitted(alice, contact):
    client = calls(alice)
    draft = client.post(PATH, {**wish(contact, occupation="Architect"), "draft": True}).json()
    items = wish(contact, occupation="Painter")["items"]

    edited = client.post(f"{PATH}{draft['uid']}/edit/", {"items": items}).json()
    submitted = client.post(f"{PATH}{draft['uid']}/submit/").json()

    told = [(each["state"], each["revision"]) for each in (draft, edited, submitted)]
    assert told == [("draft", 1), ("draft", 2), ("pending", 2)]


def test_a_proposal_is_assigned_and_found_by_its_assignee(proposal, dora, frank):
    response = calls(dora).post(address(proposal, "assign/"), {"to": "frank"})

    found = calls(frank).get(PATH, {"assignee": "frank"}).json()["results"]
    assert (response.json()["assignee"], [row["uid"] for row in found]) == (
        "frank",
        [str(proposal.uid)],
    )


def test_a_preview_says_what_would_happen_and_nothing_does(proposal, dora, contact):
    told = calls(dora).get(address(proposal, "preview/")).json()

    contact.refresh_from_db()
    [item] = told["items"]
    assert (item["outcome"], item["changed"]["after"]) == ("applied", {"occupation": "Architect"})
    assert told["records"] == [{"entity_type": "contact", "op": "updated", "count": 1}]
    assert (contact.version, contact.occupation) == (1, "")


def test_many_are_decided_at_once_each_for_itself(proposal, contact, alice, dora):
    risky = change(contact, by=alice, date_of_birth="1980-01-01")
    gone = {"uid": "0192a000-0000-7000-8000-000000000000", "revision": 1, "content_hash": "x"}
    chosen = [{"uid": str(row.uid), **seen(row)} for row in (proposal, risky)]

    response = calls(dora).post(
        f"{PATH}batch-decide/", {"decision": "approve", "proposals": [*chosen, gone]}
    )

    outcomes = [each["outcome"] for each in response.json()["results"]]
    assert (response.status_code, outcomes) == (200, ["approved", "not_in_batch", "not_found"])


def test_what_is_approved_is_applied_by_people_alone(proposal, dora, service):
    pending = calls(dora).post(address(proposal, "apply/"))
    approve(proposal, dora)
    started = calls(dora).post(address(proposal, "apply/"))

    assert (pending.status_code, started.status_code) == (409, 202)
    assert service.post(address(proposal, "apply/")).status_code == 404


def test_undoing_is_a_proposal(proposal, alice, dora, frank):  # noqa: ARG001 -- frank may decide
    carry_out(proposal, dora)

    response = calls(alice).post(address(proposal, "revert/"))

    assert (response.status_code, response.json()["reverts"]) == (201, str(proposal.uid))
    assert response["Location"].endswith(f"/proposals/{response.json()['uid']}/")


@pytest.mark.usefixtures("dora", "frank")
def test_a_rejected_value_links_to_its_rejection(service, contact, dora):
    first = service.post(PATH, wish(contact, is_vip=True)).json()
    calls(dora).post(
        f"{PATH}{first['uid']}/reject/",
        {"revision": 1, "content_hash": first["content_hash"], "reason_code": "wrong_person"},
    )
    service.credentials(HTTP_IDEMPOTENCY_KEY="two")

    again = service.post(PATH, wish(contact, is_vip=True, department="Board"))

    assert (again.status_code, again.json()["code"]) == (409, "already_decided")
    assert (again.json()["rejections"], again.json()["fields"]) == ([first["uid"]], ["is_vip"])


@pytest.mark.usefixtures("dora", "frank")
def test_a_service_that_tries_to_approve_is_on_record(service, contact, eve):
    uid = service.post(PATH, wish(contact, is_vip=True)).json()["uid"]
    own = Proposal.objects.get(uid=uid)
    service.credentials(HTTP_IDEMPOTENCY_KEY="two")

    service.post(address(own, "approve/"), seen(own))

    refused = AuditEvent.objects.get(action="proposal.refused")
    assert (refused.actor, refused.payload) == (eve, {"code": "service_may_not_approve"})
