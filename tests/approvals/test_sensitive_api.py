"""Who sees which field, over REST: read by the house, changed by proposal."""

import pytest

from approvals.models import Proposal
from core.models import SensitiveField
from tests.api_clients import calls
from tests.approvals.acts import carry_out

FIELDS = "/api/v1/sensitive-fields/"
GUARD = {"entity": "contact", "field": "occupation", "reason": "It tells too much."}
pytestmark = pytest.mark.usefixtures("dora", "frank")


@pytest.fixture(autouse=True)
def _at_once(settings):
    settings.CELERY_BROKER_URL = "memory://"


def proposed(client, body) -> Proposal:
    answer = client.post(FIELDS, body, format="json")
    assert answer.status_code == 201, answer.content
    return Proposal.objects.get(uid=answer.json()["uid"])


def test_a_founder_guards_a_field_and_an_administrator_agrees(dora, grace):
    body = {**GUARD, "level": 2, "seen_by": ["founder"], "mask": "tail"}

    proposal = carry_out(proposed(calls(dora), body), grace)

    found = calls(dora).get(FIELDS, {"entity": "contact"}).json()["results"]
    assert proposal.state == "applied"
    assert [(each["field"], each["level"], each["seen_by"], each["mask"]) for each in found][1] == (
        "occupation",
        2,
        ["founder"],
        "tail",
    )


def test_a_field_is_shown_again(dora, grace):
    body = {"entity": "contactsummary", "field": "email", "remove": True, "reason": "open"}

    carry_out(proposed(calls(dora), body), grace)

    assert not SensitiveField.objects.filter(entity="contactsummary", field="email").exists()


def test_what_was_changed_meanwhile_is_a_conflict(dora, grace):
    body = {"entity": "contactsummary", "field": "email", "level": 3, "reason": "graver"}
    proposal = proposed(calls(dora), body)
    SensitiveField.objects.filter(entity="contactsummary", field="email").update(level=2)

    assert carry_out(proposal, grace).state == "conflict"


@pytest.mark.parametrize(
    "body",
    [
        {**GUARD, "entity": "king"},
        {**GUARD, "field": "colour"},
        {**GUARD, "seen_by": ["king"]},
        {**GUARD, "remove": True},
        {"entity": "contactsummary", "field": "email", "mask": "point", "reason": "as it is"},
    ],
)
def test_what_makes_no_sense_is_refused(dora, grace, body):  # noqa: ARG001 -- grace may decide
    assert calls(dora).post(FIELDS, body, format="json").status_code == 400


def test_others_neither_read_nor_propose(alice, eve, frank):
    readers = [calls(user).get(FIELDS).status_code for user in (alice, eve, frank)]
    writers = [calls(user).post(FIELDS, GUARD).status_code for user in (alice, eve, frank)]

    assert (readers, writers) == ([403] * 3, [403] * 3)
