"""What a proposal may not say is refused when it is made, not when it is applied."""

from typing import Any

import pytest

from approvals.models import Proposal
from approvals.services import apply
from tests.api_clients import calls
from tests.approvals.acts import approve
from tests.approvals.test_api import PATH, wish
from tests.factories.core import UserFactory

pytestmark = pytest.mark.usefixtures("dora", "frank")


def new(**after: Any) -> dict[str, Any]:
    item = {"op": "create", "target_type": "contact", "after": after}
    return {"kind": "contact.create", "title": "Somebody new", "items": [item]}


def refused(answer: Any) -> str:
    assert answer.status_code == 400, answer.json()
    assert not Proposal.objects.exists()
    return str(answer.json()["errors"][0]["field"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tags", "notalist"),
        ("tags", {"a": 1}),
        ("tags", [1]),
        ("tags", ["x" * 61]),
        ("preferred_languages", "en"),
        ("alternate_names", "x"),
        ("date_of_birth", 5),
        ("date_of_birth", "31/12/1990"),
        ("full_name", ""),
        ("full_name", ["x"]),
        ("full_name", {"x": 1}),
        ("full_name", 5),
        ("full_name", True),
        ("nationality", "India"),
        ("gender", "x" * 500),
        ("lifecycle", "bogus"),
        ("lifecycle", None),
        ("is_vip", "yes"),
        ("is_vip", 1),
        ("budget_min", True),
        ("budget_min", "NaN"),
        ("budget_min", [5]),
        ("budget_min", 5),
        ("employer", "nobody"),
        ("owner", "nobody"),
        ("owner", ["alice"]),
    ],
)
def test_a_value_the_field_does_not_hold_is_refused_at_the_door(alice, contact, field, value):
    assert refused(calls(alice).post(PATH, wish(contact, **{field: value}))) == field


def test_what_the_author_saw_may_be_anything_but_never_breaks(alice, contact):
    asked = wish(contact, tags=["sea"])
    asked["items"][0]["before"] = {"tags": "notalist"}

    assert calls(alice).post(PATH, asked).status_code == 201


@pytest.mark.parametrize(
    ("after", "field"),
    [
        ({}, "full_name"),
        ({"full_name": "  "}, "full_name"),
        ({"full_name": "Arjun", "tags": "x"}, "tags"),
        ({"full_name": "Arjun", "points": "x"}, "points"),
        ({"full_name": "Arjun", "points": [{"kind": "fax", "value": "1"}]}, "points"),
        ({"full_name": "Arjun", "points": [{"kind": "email", "value": "x"}]}, "points"),
        ({"full_name": "Arjun", "points": [{"shoe": 44}]}, "points"),
    ],
)
def test_a_person_who_could_not_be_made_is_refused_at_the_door(alice, after, field):
    assert refused(calls(alice).post(PATH, new(**after))) == field


def test_a_person_of_name_parts_alone_can_be_made(alice):
    assert calls(alice).post(PATH, new(given_name="Arjun")).status_code == 201


def test_people_go_by_username(alice, bob, dora, contact):
    answer = calls(alice).post(PATH, wish(contact, owner=bob.username))

    assert answer.status_code == 201, answer.json()
    item = answer.json()["items"][0]
    assert (item["before"], item["after"]) == ({"owner": "alice"}, {"owner": "bob"})
    apply(approve(Proposal.objects.get(), dora))
    contact.refresh_from_db()
    assert contact.owner == bob


def test_nobody_is_handed_a_client_by_internal_id(alice, bob, contact):
    assert refused(calls(alice).post(PATH, wish(contact, owner=bob.pk))) == "owner"


def test_a_service_or_who_left_is_handed_nobody(alice, eve, contact):
    left = UserFactory(username="zoe", is_active=False)

    for nobody in (eve, left):
        asked = wish(contact, owner=nobody.username)
        assert refused(calls(alice).post(PATH, asked)) == "owner"


@pytest.mark.parametrize(
    ("kind", "op"),
    [
        ("contact.update", "archive"),
        ("contact.update", "merge"),
        ("contact.create", "merge"),
        ("contact.create", "update"),
        ("contact.archive", "update"),
    ],
)
def test_a_kind_takes_its_own_acts_alone(alice, contact, kind, op):
    asked = wish(contact, full_name="Meera Shah")
    asked["kind"], asked["items"][0]["op"] = kind, op

    assert refused(calls(alice).post(PATH, asked)) == "op"


def test_what_is_to_be_created_is_no_record_there_is(alice, contact):
    asked = new(full_name="Arjun")
    asked["items"][0]["target_uid"] = str(contact.uid)

    assert refused(calls(alice).post(PATH, asked)) == "target_uid"


@pytest.mark.parametrize("end", ["budget_min", "budget_max"])
def test_nobody_pays_less_than_nothing(alice, contact, end):
    asked = wish(contact, budget_currency="AED", **{end: -5})

    assert refused(calls(alice).post(PATH, asked)) == end
