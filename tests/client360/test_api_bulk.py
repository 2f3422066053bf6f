"""One act on many people: never on everybody unasked, and archiving can be undone."""

import pytest

from approvals.models import Proposal
from contacts.models import Contact
from core.models import User
from tests.api_clients import may
from tests.factories.activities import TaskFactory
from tests.factories.contacts import ContactFactory
from tests.factories.core import in_role

BULK = "/api/v1/contacts/bulk/"


@pytest.mark.parametrize("filter_", [{}, {"state": "active"}])
def test_an_empty_filter_is_nobody_s_wish(alice, filter_):
    ContactFactory.create_batch(2, owner=alice)
    body = {"op": "archive", "filter": filter_, "reason": "Spring"}

    answer = may(alice, "contacts.change_contact").post(BULK, body, format="json")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "filter")
    assert Contact.objects.filter(state="active").count() == 2


@pytest.mark.parametrize("by", ["uids", "filter"])
def test_what_was_archived_at_once_comes_back_at_once(alice, by):
    people = ContactFactory.create_batch(2, owner=alice, tags=["spring"])
    whom = {"uids": [str(p.uid) for p in people]} if by == "uids" else {"filter": {"tag": "spring"}}
    client = may(alice, "contacts.change_contact")
    client.post(BULK, {"op": "archive", **whom, "reason": "Spring"}, format="json")
    assert set(Contact.objects.values_list("state", flat=True)) == {"archived"}

    answer = client.post(BULK, {"op": "restore", **whom, "reason": "Too soon"}, format="json")

    assert [each["outcome"] for each in answer.json()["results"]] == ["done", "done"]
    assert set(Contact.objects.values_list("state", flat=True)) == {"active"}


def test_who_was_not_archived_is_not_found_to_restore(alice):
    meera = ContactFactory(owner=alice)
    body = {"op": "restore", "uids": [str(meera.uid)]}

    answer = may(alice, "contacts.change_contact").post(BULK, body, format="json")

    assert answer.json()["results"][0]["outcome"] == "not_found"


def test_the_many_are_restored_by_proposal(alice, dora: User):
    in_role(dora, "founder")
    people = ContactFactory.create_batch(51, owner=alice, state="archived")
    body = {"op": "restore", "uids": [str(each.uid) for each in people]}

    answer = may(alice, "contacts.change_contact").post(BULK, body, format="json")

    assert answer.status_code == 202, answer.json()
    item = Proposal.objects.get().current_items.first()
    assert (item.kind, item.op, item.after) == ("contact.archive", "restore", {"state": "active"})


def test_nothing_is_to_be_done_on_a_day_that_is_over(alice):
    meera = ContactFactory(owner=alice)
    client = may(alice, "activities.add_task", "activities.change_task")
    late = {"title": "Call", "due_at": "2001-01-01T10:00:00Z"}

    alone = client.post("/api/v1/tasks/", late)
    many = client.post(BULK, {"op": "task", "uids": [str(meera.uid)], **late})

    for answer in (alone, many):
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "due_at")


def test_a_task_that_is_late_can_be_changed_without_its_day(alice):
    late = TaskFactory(by=alice, assignee=alice, due_at="2021-01-01T10:00:00Z")
    client = may(alice, "activities.change_task")
    body = {"version": 1, "title": "Ring", "due_at": "2021-01-01T10:00:00Z"}

    assert client.patch(f"/api/v1/tasks/{late.uid}/", body).status_code == 200
