"""A slip of the pen is named, not taken for a wish that was done."""

import pytest

from tests.api_clients import calls, contact_url, may, writes
from tests.factories.contacts import ContactFactory

LIST = "/api/v1/contacts/"


def refused(answer) -> str:
    assert answer.status_code == 400, answer.json()
    return answer.json()["errors"][0]["field"]


@pytest.fixture
def meera(alice):
    return ContactFactory(owner=alice, full_name="Meera Rao")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"lifecycel": "active"}, "lifecycel"),
        ({"state": "erased"}, "state"),
        ({"qd_value": 100}, "qd_value"),
        ({"date_of_birth": "31/12/1990"}, "date_of_birth"),
        ({"budget_min": {"amount": "5", "curency": "AED"}}, "budget_min"),
    ],
)
def test_a_change_of_what_there_is_not_is_refused(alice, meera, body, field):
    answer = writes(alice).patch(contact_url(meera), body, headers={"If-Match": '"1"'})

    assert refused(answer) in (field, f"{field}.currency")
    meera.refresh_from_db()
    assert meera.version == 1


def test_a_form_nobody_filled_changes_nothing(alice, meera):
    answer = writes(alice).patch(contact_url(meera), {}, headers={"If-Match": '"1"'})

    meera.refresh_from_db()
    assert (answer.status_code, meera.version) == (200, 1)


def test_a_change_may_name_the_version_it_is_based_on(alice, meera):
    body = {"version": 1, "occupation": "Architect"}

    assert writes(alice).patch(contact_url(meera), body).status_code == 200


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"lifecycel": "active"}, "lifecycel"),
        ({"points": [{"kind": "email", "value": "k@mail.example", "lable": "home"}]},
         "points.0.lable"),
    ],
)  # fmt: skip
def test_a_new_record_has_no_field_nobody_knows(alice, more, field):
    assert refused(writes(alice).post(LIST, {"full_name": "Kabir", **more})) == field


def test_a_proposal_and_a_bulk_act_have_none_either(alice):
    client = writes(alice)
    item = {"op": "create", "target_type": "contact", "afer": {"full_name": "Kabir"}}
    wish = {"kind": "contact.create", "title": "Kabir", "items": [item]}

    assert refused(client.post("/api/v1/proposals/", wish)) == "items.0.afer"
    bulk = {"op": "archive", "uid": "x"}
    assert refused(client.post(f"{LIST}bulk/", bulk)) == "uid"


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("contacts/?unknown=1", "unknown"),
        ("tasks/?statsu=open", "statsu"),
        ("contacts/?vip=maybe", "vip"),
        ("contacts/?count=banana", "count"),
        ("contacts/?lifecycle=bogus", "lifecycle"),
        ("changes/?types=bogus", "types"),
        ("changes/?tpyes=contact", "tpyes"),
        ("proposals/?stat=pending", "stat"),
        ("me/?x=1", "x"),
    ],
)
def test_a_parameter_nobody_reads_is_refused(alice, path, field):
    assert refused(calls(alice).get(f"/api/v1/{path}")) == field


@pytest.mark.parametrize(
    "path",
    [
        "contacts/?vip=true&count=true&limit=5&order=created_at&fields=uid&expand=owner",
        "tasks/?status=open&format=json",
        "changes/?types=contact,account&limit=5&wait=0",
        "proposals/?mine=true",
    ],
)
def test_what_is_described_is_read(alice, path):
    assert calls(alice).get(f"/api/v1/{path}").status_code == 200


def test_who_was_merged_is_named_by_whom_they_became(alice, charlie, meera):
    gone = ContactFactory(owner=alice, state="merged", merged_into=meera)
    task = {"title": "Call", "contact": str(gone.uid)}

    answer = may(alice, "activities.add_task").post("/api/v1/tasks/", task)
    blind = may(charlie, "activities.add_task").post("/api/v1/tasks/", task)

    assert (answer.status_code, answer.json()["code"]) == (409, "merged")
    assert answer.json()["merged_into"] == str(meera.uid)
    assert refused(blind) == "contact"


@pytest.mark.parametrize(
    ("criteria", "field"),
    [
        ({"price": [1, 2]}, "criteria.price.non_field_errors"),
        ({"colour": "red"}, "criteria.colour"),
        ({"floors": ["x", 2]}, "criteria.floors.0"),
    ],
)
def test_a_wish_no_match_is_made_of_is_refused(alice, meera, criteria, field):
    client = may(alice, "opportunities.add_propertyinterest", "contacts.change_contact")

    answer = client.post(contact_url(meera, "interests"), {"criteria": criteria})

    assert refused(answer) == field


def test_a_wish_is_kept_as_it_was_sent(alice, meera):
    client = may(alice, "opportunities.add_propertyinterest", "contacts.change_contact")
    criteria = {"price": {"high": 31_000_000, "currency": "INR"}, "floors": [2, 9]}

    answer = client.post(contact_url(meera, "interests"), {"criteria": criteria})

    assert (answer.status_code, answer.json().get("criteria")) == (201, criteria)


def test_a_name_the_database_cannot_write_down_is_refused_like_any_other(alice):
    body = {"full_name": "Kabir", "a\0b": 1}

    key = {"Idempotency-Key": "one"}
    answer = writes(alice).post(LIST, body, format="multipart", headers=key)

    assert refused(answer) == "a\N{REPLACEMENT CHARACTER}b"
