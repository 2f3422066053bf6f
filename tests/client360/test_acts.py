"""What people do on a dossier and on the first page: tasks done and planned, notes written."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from activities.models import Note, Task
from activities.services import update_task
from client360.templatetags.shell import zone
from core.services import archive, share
from tests.client360.filling import here
from tests.factories.accounts import AccountFactory
from tests.factories.activities import TaskFactory
from tests.factories.core import in_role

pytestmark = pytest.mark.usefixtures("agents")

HTMX = {"HX-Request": "true"}
TITLE = "task-title"


@pytest.fixture
def call(meera, alice) -> Task:
    """A task of Alice's about Meera."""
    due = timezone.now() + timedelta(days=1)
    return TaskFactory(contact=meera, title="Call Meera", assignee=alice, due_at=due, by=alice)


def sent(client: Client, address: str, **given):
    return client.post(address, given, headers=HTMX)


def test_an_agent_marks_a_task_as_done_and_takes_it_back(browser, meera, alice, call):
    agent = browser(alice)
    assert "Done: Call Meera" in agent.get(here(meera)).content.decode()

    part = sent(agent, here(meera, "tasks", call.uid, "done"), version=call.version)

    call.refresh_from_db()
    assert (part.status_code, call.status) == (200, "done")
    page = part.content.decode()
    shown = ("Done: Call Meera", "Nothing planned", "No next action planned", "Undo")
    assert [word for word in shown if word not in page] == []

    sent(agent, here(meera, "tasks", call.uid, "reopen"), version=call.version)

    call.refresh_from_db()
    assert (call.status, call.completed_at) == ("open", None)


def test_a_task_somebody_changed_meanwhile_is_not_done_unseen(browser, meera, alice, bob, call):
    seen = call.version
    update_task(call, by=bob, title="Call Meera's lawyer")

    page = sent(browser(alice), here(meera, "tasks", call.uid, "done"), version=seen)

    assert "Somebody changed “Call Meera" in page.content.decode()
    assert Task.objects.get(pk=call.pk).status == "open"


def test_a_task_is_done_on_the_first_page_and_the_figures_follow(browser, alice, call):
    agent = browser(alice)
    assert "Done: Call Meera" in agent.get("/").content.decode()

    page = sent(agent, f"/tasks/{call.uid}/done/", version=call.version).content.decode()

    assert [word for word in ('id="section-due"', 'id="stats"', "Undo") if word not in page] == []
    assert Task.objects.get(pk=call.pk).status == "done"


def test_an_agent_plans_what_to_do_next(browser, meera, alice):
    day = timezone.localdate() + timedelta(days=3)

    page = sent(
        browser(alice),
        here(meera, "tasks"),
        **{TITLE: "Send the plan", "task-kind": "doc", "task-due": day.isoformat()},
    )

    task = Task.objects.get()
    assert (task.contact, task.assignee, task.kind) == (meera, alice, "doc")
    assert timezone.localtime(task.due_at, zone(alice)).date() == day
    said = page.content.decode()
    assert "Planned: Send the plan" in said
    assert "No next action planned" not in said
    assert 'id="section-signals" hx-swap-oob="true"' in said


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({TITLE: " "}, "Say what is to be done."),
        ({TITLE: "Call", "task-due": "2001-01-01"}, "This day is over."),
        ({TITLE: "Call", "task-due": "tomorrow"}, "Choose a day."),
        ({TITLE: "Call", "task-due": "9999-12-31"}, "within ten years of today"),
    ],
)
def test_a_task_that_cannot_be_says_why_beside_its_field(browser, meera, alice, given, words):
    page = sent(browser(alice), here(meera, "tasks"), **{"task-kind": "call"} | given)

    assert (page.status_code, Task.objects.count()) == (422, 0)
    assert words in page.content.decode()
    assert 'id="add-task" open' in page.content.decode()


def test_a_private_note_is_its_authors_alone(browser, meera, alice, bob):
    given = {"note-body": "Wants to move before Diwali", "note-private": "on"}

    said = sent(browser(alice), here(meera, "notes"), **given).content.decode()

    assert "Only you" in said
    assert (Note.objects.get().author, Note.objects.get().contact) == (alice, meera)
    assert "Diwali" not in browser(bob).get(here(meera)).content.decode()


def test_an_empty_note_is_refused_in_words(browser, meera, alice):
    page = sent(browser(alice), here(meera, "notes"), **{"note-body": "  "})

    assert (page.status_code, Note.objects.count()) == (422, 0)
    assert "Write something." in page.content.decode()


def test_an_account_is_planned_for_and_noted_on_as_well(browser, alice, north):
    account = AccountFactory(owner=alice, team=north)
    agent = browser(alice)

    sent(agent, here(account, "tasks"), **{TITLE: "Visit", "task-kind": "visit"})
    sent(agent, here(account, "notes"), **{"note-body": "Two partners"})

    assert (Task.objects.get().account, Note.objects.get().account) == (account, account)


def test_without_scripts_the_page_says_what_came_of_it(browser, meera, alice, call):
    answer = browser(alice).post(
        here(meera, "tasks", call.uid, "done"), {"version": call.version}, follow=True
    )

    assert answer.redirect_chain == [(f"{here(meera)}#section-tasks", 302)]
    assert "Done: Call Meera." in answer.content.decode()


def addresses(meera, call) -> list[str]:
    done = here(meera, "tasks", call.uid, "done")
    return [here(meera, "tasks"), here(meera, "notes"), done, f"/tasks/{call.uid}/done/"]


def test_charlie_writes_nothing_about_alices_client(browser, meera, charlie, call):
    stranger = browser(charlie)

    answers = [sent(stranger, there, version=1).status_code for there in addresses(meera, call)]

    assert answers == [404, 404, 404, 404]


def test_who_may_only_read_is_offered_nothing_and_writes_nothing(browser, meera, bob, call):
    bob.groups.clear()
    in_role(bob, "read_only")
    reader = browser(bob)
    page = reader.get(here(meera)).content.decode()

    answers = [sent(reader, there, version=1).status_code for there in addresses(meera, call)]

    offered = ("Write a note", "Plan something", "Plan one", "Done: Call Meera")
    assert [word for word in offered if word in page] == []
    assert answers == [403, 403, 403, 403]


def test_a_record_shared_to_be_read_is_not_added_to(browser, meera, alice, charlie):
    share(meera, with_user=charlie, level="view", by=alice)
    reader = browser(charlie)

    assert "Write a note" not in reader.get(here(meera)).content.decode()
    assert sent(reader, here(meera, "notes"), **{"note-body": "x"}).status_code == 403


def test_an_archived_record_is_not_added_to(browser, meera, alice):
    archive(meera, by=alice)

    assert sent(browser(alice), here(meera, "notes"), **{"note-body": "x"}).status_code == 403


def test_a_service_writes_nothing_here(browser, meera, eve, call):
    for name in ("see_everything", "change_contact", "change_task"):
        eve.user_permissions.add(*Permission.objects.filter(codename=name))

    answers = [sent(browser(eve), there, version=1).status_code for there in addresses(meera, call)]

    assert answers == [403, 403, 403, 403]


def test_a_form_without_its_token_is_refused(meera, alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)

    assert client.post(here(meera, "notes"), {"note-body": "x"}).status_code == 403


def test_a_task_of_another_client_is_not_found_here(browser, meera, alice):
    assert sent(browser(alice), here(meera, "tasks", uuid4(), "done"), version=1).status_code == 404
