"""Fields nothing changes, over REST, and where a value comes from."""

import pytest

from tests.api_clients import calls, contact_url, writes
from tests.factories.contacts import ContactFactory


@pytest.fixture
def ravi(alice):
    return ContactFactory(owner=alice, occupation="Architect")


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


def test_a_value_explains_itself(alice, ravi):
    answer = calls(alice).get(contact_url(ravi, "explain", "occupation"))

    assert (answer.json()["value"], answer.json()["source"]) == ("Architect", "manual")
    assert calls(alice).get(contact_url(ravi, "explain", "shoe_size")).status_code == 404
