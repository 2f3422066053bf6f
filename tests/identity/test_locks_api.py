"""Fields nothing changes, over REST, and where a value comes from."""

import pytest
from django.contrib.auth.models import Group

from approvals import services as approvals
from approvals.models import Proposal
from approvals.services import EligibilityError
from core.services import share
from identity.models import FieldLock
from identity.services.proposing import propose_unlock
from identity.services.surviving import lock, unlock
from tests.api_clients import calls, contact_url, may, writes
from tests.factories.contacts import ContactFactory


@pytest.fixture
def ravi(alice):
    return ContactFactory(owner=alice, occupation="Architect")


def decide(proposal, person):
    """Approve a proposal and carry it out."""
    stands = {"revision": proposal.revision, "content_hash": proposal.content_hash}
    proposal = approvals.approve(proposal, by=person, reason="looked at it", **stands)
    return approvals.apply(proposal, by=person)


def test_a_locked_field_keeps_its_value_until_it_is_unlocked(alice, ravi):
    client = writes(alice)
    locked = client.post(
        contact_url(ravi, "lock-field"), {"field": "occupation", "reason": "He said so."}
    )

    refused = client.patch(contact_url(ravi), {"version": 1, "occupation": "Doctor"})
    opened = client.post(contact_url(ravi, "unlock-field"), {"field": "occupation"})

    assert [row["field"] for row in locked.json()["results"]] == ["occupation"]
    assert refused.status_code == 400
    assert opened.json() == {"results": []}
    changed = client.patch(contact_url(ravi), {"version": 1, "occupation": "Doctor"})
    assert changed.json()["occupation"] == "Doctor"


def test_a_field_is_locked_once_and_by_who_may_change_it(alice, bob, charlie, ravi):
    body = {"field": "name", "reason": "Passport seen."}
    url = contact_url(ravi, "lock-field")

    answers = [writes(alice).post(url, body), calls(alice).post(url, body)]
    answers += [calls(bob).post(url, body), writes(charlie).post(url, body)]

    assert [answer.status_code for answer in answers] == [200, 409, 403, 404]


@pytest.fixture
def dora(dora):
    """The founder, who may decide."""
    dora.groups.add(Group.objects.get(name="founder"))
    return dora


def test_who_may_not_unlock_proposes_it_and_somebody_else_approves(alice, bob, dora, ravi):
    share(ravi, with_user=bob, level="view", by=alice)
    lock(ravi, "occupation", by=alice, reason="He said so.")
    body = {"field": "occupation", "reason": "He is a doctor now."}

    answer = calls(bob).post(contact_url(ravi, "propose-unlock"), body)

    proposal = Proposal.objects.get(uid=answer.json()["uid"])
    assert (answer.status_code, proposal.policy_snapshot["code"]) == (201, "unlock")
    with pytest.raises(EligibilityError):
        decide(proposal, bob)
    assert (decide(proposal, dora).state, FieldLock.objects.count()) == ("applied", 0)


@pytest.mark.usefixtures("dora")
def test_a_service_proposes_to_unlock_and_never_unlocks(alice, eve, ravi):
    lock(ravi, "occupation", by=alice, reason="He said so.")
    body = {"field": "occupation", "reason": "The register says doctor."}
    key = {"HTTP_IDEMPOTENCY_KEY": "one"}

    answers = [
        may(eve, "core.see_everything").post(contact_url(ravi, route), body, **key)
        for route in ("unlock-field", "propose-unlock")
    ]

    assert [answer.status_code for answer in answers] == [403, 201]
    assert FieldLock.objects.count() == 1


def test_a_lock_set_anew_since_stays(alice, bob, dora, ravi):
    held = lock(ravi, "occupation", by=alice, reason="He said so.")
    proposal = propose_unlock(held, by=bob, reason="He is a doctor now.")
    unlock(held, by=alice)
    lock(ravi, "occupation", by=alice, reason="He said so again.")

    assert decide(proposal, dora).items.get().conflict["code"] == "version_conflict"


def test_an_unlocking_is_reverted_by_the_same_lock(alice, bob, dora, ravi):
    held = lock(ravi, "occupation", by=alice, reason="He said so.")
    done = decide(propose_unlock(held, by=bob, reason="He is a doctor now."), dora)

    decide(approvals.revert(done, by=bob), alice)

    assert FieldLock.objects.get().reason == "He said so."


def test_nobody_proposes_to_unlock_what_they_may_not_know_of(alice, bob, charlie, ravi):
    share(ravi, with_user=bob, level="view", by=alice)
    lock(ravi, "occupation", by=alice, reason="He said so.")
    url = contact_url(ravi, "propose-unlock")
    body = {"field": "occupation", "reason": "Why not?"}

    answers = [calls(charlie).post(url, body), calls(bob).post(url, body | {"field": "name"})]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_value_explains_itself(alice, ravi):
    answer = calls(alice).get(contact_url(ravi, "explain", "occupation"))

    assert (answer.json()["value"], answer.json()["source"]) == ("Architect", "manual")
    assert calls(alice).get(contact_url(ravi, "explain", "shoe_size")).status_code == 404
