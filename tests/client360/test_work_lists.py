"""The lists of deals and tasks: whose they show, in which order, and what is done in them."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlencode
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from activities.models import Task
from core.choices import Visibility
from core.models import Team
from core.selectors.paging import PAGE_SIZE
from tests.factories.activities import TaskFactory
from tests.factories.contacts import ContactFactory
from tests.factories.opportunities import OpportunityFactory

pytestmark = pytest.mark.usefixtures("agents")

HTMX = {"HX-Request": "true"}
DAY = timedelta(days=1)


def tasks(answer) -> list[str]:
    return re.findall(r'<span class="strong">([^<]+)</span>', answer.content.decode())


def deals(answer) -> list[str]:
    return re.findall(r'<th scope="row">(?:<a[^>]*>)?([^<]+)', answer.content.decode())


def test_tasks_are_ones_own_the_soonest_first_and_a_teams_when_asked_for(
    browser, meera, alice, bob, charlie, dora
):
    now = timezone.now()
    for title, whose, due in (
        ("Call Meera", alice, now + DAY),
        ("Send the plan", alice, now - DAY),
        ("Ask for papers", bob, now),
        ("Some day", alice, None),
    ):
        TaskFactory(contact=meera, title=title, assignee=whose, due_at=due, by=alice)

    shown = [tasks(browser(user).get("/tasks/")) for user in (alice, bob, charlie)]

    assert shown == [["Send the plan", "Call Meera"], ["Ask for papers"], []]
    mine = browser(alice)
    assert tasks(mine.get("/tasks/?of=team")) == ["Send the plan", "Ask for papers", "Call Meera"]
    assert tasks(mine.get("/tasks/?when=late")) == ["Send the plan"]
    assert tasks(mine.get("/tasks/?when=undated")) == ["Some day"]
    assert tasks(mine.get("/tasks/?owner=me")) == ["Send the plan", "Call Meera"]  # of other lists
    assert tasks(browser(dora).get("/tasks/"))[0] == "Send the plan"  # who sees everything
    assert tasks(browser(dora).get("/tasks/?of=me")) == []


def test_a_colleagues_task_on_what_one_may_not_see_stays_out_of_the_teams_list(
    browser, alice, bob, north
):
    secret = ContactFactory(owner=bob, team=north, visibility=Visibility.RESTRICTED)
    TaskFactory(contact=secret, title="Sign quietly", assignee=bob, due_at=timezone.now(), by=bob)

    assert tasks(browser(alice).get("/tasks/?of=team")) == []
    assert tasks(browser(bob).get("/tasks/")) == ["Sign quietly"]


def test_a_task_is_done_in_the_list_and_the_filters_stay(browser, meera, alice):
    due = timezone.now() - DAY
    for title in ("Call Meera", "Send the plan"):
        TaskFactory(contact=meera, title=title, assignee=alice, due_at=due, by=alice)
    task = Task.objects.get(title="Call Meera")
    agent = browser(alice)
    given = {"version": task.version, "asked": urlencode({"when": "late"})}

    part = agent.post(f"/tasks/listed/{task.uid}/done/", given, headers=HTMX)

    task.refresh_from_db()
    assert (task.status, tasks(part)) == ("done", ["Send the plan"])
    assert "Done: Call Meera" in part.content.decode()
    back = agent.post(f"/tasks/listed/{task.uid}/reopen/", given | {"version": task.version})
    assert (back.status_code, back["Location"]) == (302, "/tasks/?when=late")
    task.refresh_from_db()
    assert task.status == "open"


def test_pages_turned_after_an_act_keep_the_filters(browser, meera, alice):
    due = timezone.now() - DAY
    for number in range(PAGE_SIZE + 2):
        TaskFactory(contact=meera, title=f"Call {number}", assignee=alice, due_at=due, by=alice)
    task = Task.objects.first()
    agent = browser(alice)
    given = {"version": task.version, "asked": urlencode({"when": "late"})}

    part = agent.post(f"/tasks/listed/{task.uid}/done/", given, headers=HTMX)

    there = re.search(r'rel="next" href="([^"]+)"', part.content.decode())
    second = agent.get("/tasks/" + unescape(there[1]))
    assert parse_qs(unescape(there[1])[1:]).keys() == {"when", "after"}
    assert len(tasks(second)) == 1


def test_a_task_is_put_off_to_tomorrow_and_back(browser, meera, alice):
    due = timezone.now().replace(microsecond=0) - 3 * DAY
    task = TaskFactory(contact=meera, title="Call Meera", assignee=alice, due_at=due, by=alice)
    agent = browser(alice)
    there = f"/tasks/listed/{task.uid}/tomorrow/"
    zone = ZoneInfo(alice.timezone)

    before = timezone.localdate(timezone=zone)
    part = agent.post(there, {"version": task.version, "asked": "when=late"}, headers=HTMX)
    after = timezone.localdate(timezone=zone)  # another day, should this be midnight

    task.refresh_from_db()
    moved = task.due_at.astimezone(zone)
    assert moved.date() in {before + DAY, after + DAY}
    assert moved.time() == due.astimezone(zone).time()
    text = part.content.decode()
    assert ("Due tomorrow: Call Meera" in text, tasks(part)) == (True, [])
    was = re.search(r'name="until" value="([^"]+)"', text)
    agent.post(there, {"version": task.version, "until": was[1]}, headers=HTMX)
    task.refresh_from_db()
    assert task.due_at == due


def test_a_task_without_a_date_gets_one_and_loses_it_again(browser, meera, alice):
    task = TaskFactory(contact=meera, assignee=alice, due_at=None, by=alice)
    agent = browser(alice)
    there = f"/tasks/listed/{task.uid}/tomorrow/"

    part = agent.post(there, {"version": task.version}, headers=HTMX)
    task.refresh_from_db()
    put_off = task.due_at
    agent.post(there, {"version": task.version, "until": ""}, headers=HTMX)

    task.refresh_from_db()
    assert 'name="until" value=""' in part.content.decode()
    assert (put_off is None, task.due_at) == (False, None)


def test_what_was_put_off_and_taken_back_keeps_its_reminder(browser, meera, alice):
    due = timezone.now().replace(microsecond=0) - DAY
    dates = {"due_at": due, "remind_at": due - DAY}
    task = TaskFactory(contact=meera, assignee=alice, by=alice, **dates)
    agent = browser(alice)
    there = f"/tasks/listed/{task.uid}/tomorrow/"

    part = agent.post(there, {"version": task.version}, headers=HTMX)
    form = re.findall(r'name="(version|until|reminded)" value="([^"]+)"', part.content.decode())
    agent.post(there, dict(reversed(form)), headers=HTMX)

    task.refresh_from_db()
    assert (task.due_at, task.remind_at) == (due, due - DAY)


@pytest.mark.parametrize("until", ["soon", "2026-02-30T10:00:00+05:30", "2026-02-20T10:00:00"])
def test_a_moment_that_cannot_be_read_changes_no_task(browser, meera, alice, until):
    due = timezone.now().replace(microsecond=0)
    task = TaskFactory(contact=meera, assignee=alice, due_at=due, by=alice)

    answer = browser(alice).post(
        f"/tasks/listed/{task.uid}/tomorrow/", {"version": task.version, "until": until}
    )

    task.refresh_from_db()
    assert (answer.status_code, task.due_at) == (400, due)


def test_charlie_cannot_put_off_alices_task(browser, meera, alice, charlie):
    task = TaskFactory(contact=meera, assignee=alice, due_at=None, by=alice)

    answer = browser(charlie).post(f"/tasks/listed/{task.uid}/tomorrow/", {"version": 1})

    assert answer.status_code == 404


def test_a_place_nobody_knows_leads_to_the_first_page(browser, meera, alice):
    task = TaskFactory(contact=meera, assignee=alice, due_at=timezone.now(), by=alice)
    agent = browser(alice)
    given = {"version": task.version, "asked": "after=nowhere"}

    part = agent.post(f"/tasks/listed/{task.uid}/done/", given, headers=HTMX)

    assert (part.status_code, tasks(part)) == (200, [])
    assert agent.get("/tasks/?after=nowhere")["Location"] == "/tasks/"
    assert agent.get("/deals/?after=nowhere")["Location"] == "/deals/"


def test_deals_are_the_open_ones_a_reader_may_see(browser, meera, alice, bob, charlie, north):
    OpportunityFactory(primary_contact=meera, name="Sea view", owner=alice, team=north, by=alice)
    OpportunityFactory(
        primary_contact=meera, name="Gone", stage="lost_budget", owner=alice, team=north, by=alice
    )

    shown = [deals(browser(user).get("/deals/")) for user in (alice, bob, charlie)]

    assert shown == [["Sea view"], ["Sea view"], []]
    mine = browser(alice)
    assert deals(mine.get("/deals/?category=lost")) == ["Gone"]
    assert sorted(deals(mine.get("/deals/?category=any"))) == ["Gone", "Sea view"]
    assert deals(mine.get("/deals/?stage=lost_budget")) == ["Gone"]
    assert deals(browser(bob).get("/deals/?owner=me")) == []


def test_deals_stand_in_the_order_they_close(browser, meera, alice, north):
    today = timezone.localdate()
    for name, closes in (("Later", today + 9 * DAY), ("Sooner", today + DAY), ("Whenever", None)):
        OpportunityFactory(
            primary_contact=meera, name=name, expected_close=closes, owner=alice, team=north,
            by=alice,
        )  # fmt: skip

    assert deals(browser(alice).get("/deals/?order=closing")) == ["Sooner", "Later"]
    assert len(deals(browser(alice).get("/deals/?order=still"))) == len(["all", "three", "deals"])


def test_a_deal_says_nothing_of_a_client_the_reader_may_not_see(browser, alice, bob, north):
    secret = ContactFactory(full_name="Vikram Seth", owner=bob, visibility=Visibility.RESTRICTED)
    OpportunityFactory(primary_contact=secret, name="Tower C", owner=bob, team=north, by=bob)

    page = browser(alice).get("/deals/").content.decode()

    assert "Tower C" in page
    assert "Vikram" not in page
    assert str(secret.uid) not in page


@pytest.mark.parametrize("address", ["/deals/", "/deals/?order=closing", "/tasks/?of=team"])
def test_a_list_of_work_costs_eight_queries(
    browser, meera, alice, north, address, django_assert_max_num_queries
):
    for _ in range(5):
        OpportunityFactory(primary_contact=meera, owner=alice, team=north, by=alice)
        TaskFactory(contact=meera, assignee=alice, due_at=timezone.now(), by=alice)
    reader = browser(alice)
    reader.get(address)

    with django_assert_max_num_queries(8):
        assert reader.get(address).status_code == 200


def test_who_has_no_team_is_not_offered_its_tasks(browser, charlie):
    Team.objects.filter(people=charlie).update(lead=None)
    charlie.team = None
    charlie.save()

    page = browser(charlie).get("/tasks/").content.decode()

    assert "Nothing is to be done." in page
    assert "My team" not in page
