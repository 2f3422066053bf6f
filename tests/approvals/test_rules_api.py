"""Policies, delegations and figures over REST."""

from datetime import timedelta

import pytest
from django.utils import timezone

from approvals.models import ApprovalPolicy, Proposal
from tests.api_clients import calls
from tests.approvals.acts import approve, carry_out, change

POLICIES = "/api/v1/approval-policies/"
DELEGATIONS = "/api/v1/delegations/"
pytestmark = pytest.mark.usefixtures("dora", "frank")


@pytest.fixture(autouse=True)
def _at_once(settings):
    settings.CELERY_BROKER_URL = "memory://"


def test_a_founder_proposes_a_rule_and_an_administrator_agrees(dora, grace):
    body = {"code": "record-update", "changes": {"required_approvals": 2}, "reason": "stricter"}

    answer = calls(dora).post(POLICIES, body).json()

    proposal = Proposal.objects.get(uid=answer["uid"])
    assert (answer["kind"], proposal.required_approvals) == ("policy.change", 1)
    assert carry_out(proposal, grace).state == "applied"
    assert calls(dora).get(f"{POLICIES}record-update/").json()["required_approvals"] == 2


def test_two_founders_do_not_change_a_rule(dora, grace, bob):
    bob.groups.set(dora.groups.all())
    body = {"code": "record-update", "changes": {"risk": 3}, "reason": "riskier"}
    proposal = Proposal.objects.get(uid=calls(dora).post(POLICIES, body).json()["uid"])

    assert approve(proposal, bob).state == "pending"
    assert approve(proposal, grace).state == "approved"


@pytest.mark.parametrize(
    "changes",
    [{"colour": "red"}, {"approver_roles": ["king"]}, {"required_approvals": 9}, {"kinds": []}],
)
def test_a_rule_that_makes_no_sense_is_refused(dora, grace, changes):  # noqa: ARG001 -- grace may decide
    body = {"code": "record-update", "changes": changes, "reason": "x"}

    assert calls(dora).post(POLICIES, body).status_code == 400


def test_a_steward_reads_rules_and_does_not_change_them(frank):
    body = {"code": "record-update", "changes": {"risk": 1}, "reason": "x"}

    read = calls(frank).get(POLICIES)
    refused = calls(frank).post(POLICIES, body)

    assert (read.status_code, refused.status_code) == (200, 403)
    assert {row["code"] for row in read.json()["results"]} == set(
        ApprovalPolicy.objects.filter(active=True).values_list("code", flat=True)
    )


def test_an_agent_does_not_read_rules(alice):
    assert calls(alice).get(POLICIES).status_code == 403


def test_a_simulation_names_the_rule_and_what_the_others_miss(proposal, dora):
    answer = calls(dora).post(f"{POLICIES}simulate/", {"proposal": str(proposal.uid)}).json()

    governed = answer["governed"]
    assert (governed["policy"], governed["rules"]["required_approvals"]) == ("record-update", 1)
    assert governed["others"]["oracle-writeback"] == ["sources"]


def test_a_candidate_is_tried_on_the_past_before_it_is_proposed(contact, alice, dora, frank):
    done = carry_out(change(contact, by=alice, occupation="Architect"), dora)
    no = change(contact, by=alice, department="Board")
    stands = {"revision": 1, "content_hash": no.content_hash, "reason": "no"}
    calls(frank).post(f"/api/v1/proposals/{no.uid}/reject/", stands)
    rule = {
        "code": "all-auto",
        "name": "Everything by itself",
        "kinds": ["contact.*"],
        "entity_types": ["contact"],
        "decision": "auto_apply",
        "max_per_day": 100,
        "priority": 99,
        "fields": ["occupation", "department"],
    }

    tested = calls(dora).post(f"{POLICIES}simulate/", {"policy": rule}).json()["backtest"]

    assert (tested["total"], tested["auto"], tested["auto_now"]) == (2, 2, 0)
    assert (tested["rejected"], tested["examples"]) == (1, [str(no.uid), str(done.uid)])


def test_a_right_to_decide_is_lent_and_taken_back(frank, bob, charlie):
    now = timezone.now()
    body = {
        "to": "bob",
        "kinds": ["contact.*"],
        "starts_at": now.isoformat(),
        "ends_at": (now + timedelta(days=3)).isoformat(),
    }

    lent = calls(frank).post(DELEGATIONS, body).json()
    seen = [len(calls(who).get(DELEGATIONS).json()["results"]) for who in (frank, bob, charlie)]
    ended = calls(frank).post(f"{DELEGATIONS}{lent['uid']}/revoke/").json()

    assert (seen, ended["revoked_at"] is not None) == ([1, 1, 0], True)


@pytest.mark.usefixtures("proposal")
def test_the_figures_are_for_those_who_decide(dora, alice):
    told = calls(dora).get("/api/v1/approvals/metrics/").json()

    assert [(row["kind"], row["waiting"]) for row in told["queue"]] == [("contact.update", 1)]
    assert calls(alice).get("/api/v1/approvals/metrics/").status_code == 403
