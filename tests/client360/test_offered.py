"""What the pages offer: only what the person who reads them may do."""

import pytest
from django.utils import timezone

from activities.models import Task
from activities.selectors import TARGETS, changeable_among
from core.choices import Visibility
from core.models import User
from core.services import share
from privacy.views import RECORD
from tests.factories.accounts import AccountFactory
from tests.factories.activities import TaskFactory
from tests.factories.contacts import ContactFactory
from tests.factories.opportunities import OpportunityFactory


@pytest.fixture(autouse=True)
def _staff(agents) -> None:
    """All agents are members of staff."""
    for user in agents:
        user.is_staff = True
        user.save()


@pytest.fixture
def shared(alice, charlie):
    """A restricted client of Alice's that Charlie may read."""
    contact = ContactFactory(owner=alice, visibility=Visibility.RESTRICTED)
    share(contact, with_user=charlie, level="view", by=alice)
    return contact


def plan(title: str, **more) -> Task:
    return TaskFactory(title=title, due_at=timezone.now(), **more)


@pytest.fixture
def tasks(shared, alice, charlie) -> list[Task]:
    """Three tasks about the client: Alice's, Charlie's, and one on a deal of Charlie's."""
    deal = OpportunityFactory(primary_contact=shared, owner=charlie, by=alice)
    return [
        plan("Call them", contact=shared, assignee=alice, by=alice),
        plan("Send the plan", contact=shared, assignee=charlie, by=alice),
        plan("Ask the bank", contact=shared, opportunity=deal, assignee=alice, by=alice),
    ]


def offered(page: str, word: str) -> set[str]:
    return {title for title in ("Call them", "Send the plan", "Ask the bank")
            if f'aria-label="{word}: {title}"' in page}  # fmt: skip


@pytest.mark.parametrize("where", ["/contacts/{}/", "/contacts/{}/sections/tasks/"])
def test_a_dossier_offers_a_reader_to_finish_what_is_theirs_alone(
    browser, shared, tasks, charlie, alice, where
):
    address = where.format(shared.uid)

    read, owned = (browser(user).get(address).content.decode() for user in (charlie, alice))

    assert offered(read, "Done") == {"Send the plan", "Ask the bank"}
    assert offered(owned, "Done") == {task.title for task in tasks}


def test_the_list_of_tasks_offers_what_is_answered(browser, tasks, charlie, south):
    User.objects.filter(username="alice").update(team=south)
    reader = browser(charlie)

    page = reader.get("/tasks/?of=team").content.decode()

    assert "Call them" in page
    may = {"Send the plan", "Ask the bank"}
    assert (offered(page, "Done"), offered(page, "Tomorrow")) == (may, may)
    for task in tasks:
        answer = reader.post(f"/tasks/listed/{task.uid}/done/", {"version": task.version})
        assert (answer.status_code == 403) == (task.title not in may)


def test_the_rule_for_a_page_is_the_rule_for_all(tasks, alice, bob, charlie, dora):
    account = AccountFactory(owner=bob, team=bob.team, visibility=Visibility.RESTRICTED)
    plan("Write to them", contact=None, account=account, assignee=alice, by=alice)
    assert tasks

    for user in (alice, bob, charlie, dora):
        lines = Task.objects.values("id", "assignee_id", *TARGETS)
        every = Task.objects.all()
        allowed = every if user == dora else every.changeable_by(user)
        assert changeable_among(lines, user) == set(allowed.values_list("pk", flat=True))


def test_a_reader_is_not_offered_to_edit(browser, shared, alice, charlie):
    there = f"/contacts/{shared.uid}/"

    read, owned = (browser(user).get(there).content.decode() for user in (charlie, alice))

    assert ">Edit</a>" in owned
    assert ">Edit</a>" not in read


def test_a_reader_writes_no_consent_and_is_not_offered_to(browser, shared, charlie):
    assert charlie.has_perm(RECORD)
    reader, there = browser(charlie), f"/contacts/{shared.uid}/privacy/"

    page = reader.get(there).content.decode()
    answer = reader.post(f"{there}answer/", {"purpose": "marketing", "status": "granted"})

    assert "answer/" not in page
    assert answer.status_code == 403
