"""What happened and what is to be done, over REST."""

import pytest
from django.contrib.auth.models import Group

from activities.models import Interaction, Task
from approvals.models import Proposal
from contacts.models import Contact
from core.choices import Visibility
from core.models import SourceSystem
from tests.api_clients import calls, contact_url, may
from tests.factories.activities import InteractionFactory, NoteFactory, TaskFactory
from tests.factories.contacts import ConsentRecordFactory, ContactFactory, ContactPointFactory

TASKS, TALKS, BULK = "/api/v1/tasks/", "/api/v1/interactions/", "/api/v1/contacts/bulk/"
SAID = {"kind": "call", "direction": "inbound", "occurred_at": "2026-01-02T10:00:00Z"}


@pytest.fixture
def meera(alice) -> Contact:
    return ContactFactory(owner=alice, full_name="Meera Rao", visibility=Visibility.RESTRICTED)


def test_a_task_is_added_snoozed_given_away_and_done(meera, alice, bob):
    client = may(alice, "activities.add_task", "activities.change_task")
    task = client.post(TASKS, {"title": "Call", "contact": str(meera.uid)}).json()
    one = f"{TASKS}{task['uid']}/"

    snoozed = client.post(f"{one}snooze/", {"until": "2026-05-01T09:00:00Z"}).json()
    given = client.post(f"{one}assign/", {"assignee": "bob"}).json()
    done = client.post(f"{one}complete/").json()

    assert (task["assignee"], snoozed["due_at"]) == ("alice", "2026-05-01T09:00:00Z")
    assert (given["assignee"], done["status"], done["version"]) == (bob.username, "done", 4)


def test_a_task_due_in_a_year_nobody_plans_for_is_refused_in_words(meera, alice):
    client = may(alice, "activities.add_task", "activities.change_task", "contacts.change_contact")
    far = {"due_at": "9999-12-31T23:59:59Z"}
    task = client.post(TASKS, {"title": "Call", "contact": str(meera.uid)}).json()
    one = f"{TASKS}{task['uid']}/"

    answers = [
        client.post(TASKS, {"title": "Call", "contact": str(meera.uid)} | far),
        client.post(contact_url(meera, "tasks"), {"title": "Call"} | far),
        client.patch(one, far, headers={"If-Match": 'W/"1"'}),
        client.post(f"{one}snooze/", {"until": far["due_at"]}),
    ]

    assert [answer.status_code for answer in answers] == [400] * 4
    assert all("within ten years" in answer.content.decode() for answer in answers)


def test_charlie_reads_of_nothing_that_is_alices(meera, charlie, alice):
    TaskFactory(contact=meera, by=alice), NoteFactory(contact=meera, by=alice)
    InteractionFactory(contact=meera)

    found = [
        calls(charlie).get(f"/api/v1/{name}/").json()["results"]
        for name in ("tasks", "notes", "interactions")
    ]

    assert found == [[], [], []]
    assert calls(charlie).get(contact_url(meera, "tasks")).status_code == 404


def test_tasks_are_narrowed_and_ordered_by_their_date(meera, alice):
    late = TaskFactory(contact=meera, by=alice, due_at="2026-02-02T00:00:00Z")
    soon = TaskFactory(contact=meera, by=alice, due_at="2026-02-01T00:00:00Z")
    TaskFactory(contact=meera, by=alice, due_at=None)

    rows = calls(alice).get(TASKS, {"order": "due_at", "status": "open"}).json()["results"]

    assert [row["uid"] for row in rows] == [str(soon.uid), str(late.uid)]


def test_a_note_is_changed_by_its_author_alone(meera, alice, dora):
    note = NoteFactory(contact=meera, by=alice)
    body = {"version": 1, "body": "Prefers the sea"}

    answers = [
        may(user, "activities.change_note").patch(f"/api/v1/notes/{note.uid}/", body)
        for user in (dora, alice)
    ]

    assert [answer.status_code for answer in answers] == [403, 200]


def test_a_person_writes_down_what_happened(meera, alice):
    client = may(alice, "activities.add_interaction")

    answers = [client.post(TALKS, {**SAID, "contact": str(meera.uid)}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert (answers[0].json()["user"], answers[0].json()["source"]) == ("alice", "manual")


def test_a_channel_sends_once_and_the_unknown_wait_for_a_link(eve, dora):
    point = ContactPointFactory(is_identity=True)
    SourceSystem.objects.create(code="telephony", name="Telephony", owner=eve, kind="service")
    said = [
        {**SAID, "external_id": str(number), "point": {"kind": "phone", "value": value}}
        for number, value in enumerate([point.value_norm, "+919999900000"])
    ]
    key = {"Idempotency-Key": "one"}

    first = calls(eve).post(f"{TALKS}bulk/", {"items": said}, headers=key).json()["results"]
    waiting = calls(dora).get(f"{TALKS}unresolved/").json()["results"]
    linked = may(dora, "activities.change_interaction").post(
        f"{TALKS}{waiting[0]['uid']}/link/", {"contact": str(point.contact.uid)}
    )
    again = calls(eve).post(f"{TALKS}bulk/", {"items": said}, headers={"Idempotency-Key": "two"})

    assert [row["outcome"] for row in first] == ["created", "unresolved"]
    assert [row["counterparty_raw"] for row in waiting] == ["+919999900000"]
    assert linked.json()["contact"] == str(point.contact.uid)
    assert [row["outcome"] for row in again.json()["results"]] == ["duplicate", "duplicate"]
    assert Interaction.objects.count() == 2


def test_a_channel_is_not_told_whose_number_it_is(meera, eve):
    point = ContactPointFactory(contact=meera, is_identity=True)
    SourceSystem.objects.create(code="telephony", name="Telephony", owner=eve, kind="service")
    said = {**SAID, "external_id": "1", "point": {"kind": "phone", "value": point.value_norm}}

    answers = [
        calls(eve).post(f"{TALKS}{chosen}", said, headers={"Idempotency-Key": chosen or "k"})
        for chosen in ("", "?fields=contact_name")
    ]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert {answer.json().get("contact") for answer in answers} == {None}
    assert {answer.json().get("contact_name") for answer in answers} == {None}
    assert answers[1].json() == {"contact_name": None}
    assert Interaction.objects.get().contact == meera


def test_nobody_reads_what_a_colleague_wrote_down_by_sending_its_id(meera, alice, charlie):
    body = {**SAID, "external_id": "mine", "body": "Wants the sea"}
    may(alice, "activities.add_interaction").post(TALKS, {**body, "contact": str(meera.uid)})

    answer = may(charlie, "activities.add_interaction").post(TALKS, body)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "external_id")
    assert str(meera.uid) not in answer.content.decode()


def test_a_service_without_a_source_says_nothing(eve):
    answer = calls(eve).post(TALKS, SAID, headers={"Idempotency-Key": "k"})

    assert answer.status_code == 403


def test_what_a_channel_delivered_stays_as_it_came(meera, alice):
    source = SourceSystem.objects.create(code="dialer", name="Dialer", kind="service")
    talk = InteractionFactory(contact=meera, source=source)

    answer = may(alice, "activities.change_interaction").patch(
        f"{TALKS}{talk.uid}/", {"version": 1, "body": "Nothing was said"}
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "channel_sourced")


def test_a_transcript_needs_consent_and_is_kept_once(meera, alice):
    talk = InteractionFactory(contact=meera, kind="call")
    client = may(alice, "activities.add_interaction")
    body = {
        "engine": "whisper",
        "segments": [{"speaker": "A", "t0": 0, "t1": 2.5, "text": "Good morning"}],
    }
    url = f"{TALKS}{talk.uid}/transcript/"

    refused = client.post(url, body)
    ConsentRecordFactory(contact=meera, purpose="call_recording")
    kept = [client.post(url, body) for _ in range(2)]

    assert (refused.status_code, refused.json()["code"]) == (422, "consent_required")
    assert [answer.status_code for answer in kept] == [201, 200]
    assert kept[0].json()["segments"][0]["text"] == "Good morning"


def test_many_people_are_tagged_each_for_itself(meera, alice, charlie):
    hidden = ContactFactory(owner=charlie, visibility=Visibility.RESTRICTED)
    other = ContactFactory(owner=alice)
    body = {
        "op": "tag",
        "tags": ["vip"],
        "uids": [str(row.uid) for row in (meera, hidden, other)],
        "versions": {str(other.uid): 7},
    }

    answer = may(alice, "contacts.change_contact").post(BULK, body).json()

    assert [row["outcome"] for row in answer["results"]] == [
        "done",
        "not_found",
        "version_conflict",
    ]
    assert answer["partial_failure"] is True
    assert Contact.objects.get(pk=meera.pk).tags == ["vip"]


def test_tasks_for_everybody_a_filter_keeps(meera, alice):
    ContactFactory(owner=alice, lifecycle="customer")
    body = {"op": "task", "title": "Call", "filter": {"q": "meera rao", "visibility": "0"}}

    answer = may(alice, "activities.add_task").post(BULK, body).json()

    assert [row["uid"] for row in answer["results"]] == [str(meera.uid)]
    assert Task.objects.filter(contact=meera, title="Call").count() == 1


@pytest.mark.parametrize("op", ["assign", "archive"])
def test_more_than_fifty_become_a_proposal(alice, dora, op):
    dora.groups.add(Group.objects.get(name="founder"))
    people = [ContactFactory(owner=alice) for _ in range(51)]
    body = {"op": op, "uids": [str(row.uid) for row in people], "owner": "dora"}

    answer = may(alice, "contacts.change_contact").post(BULK, body)

    assert (answer.status_code, answer.json()["items"]) == (202, 51), answer.content
    assert Proposal.objects.get().items.count() == 51
    assert Contact.objects.filter(owner=alice, state="active").count() == 51
