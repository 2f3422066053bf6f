"""The first page, the frame around every page, and the door."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.html import strip_tags

from client360.selectors import home
from imports.services import receive
from tests.factories.activities import TaskFactory
from tests.factories.core import SourceSystemFactory, UserFactory, in_role
from tests.imports.acts import csv_of


def test_home_shows_what_is_mine_and_what_is_due(browser, meera, alice):
    TaskFactory(contact=meera, title="Call Meera", assignee=alice, by=alice)

    page = browser(alice).get("/").content.decode()

    assert [word for word in ("Alice", "Meera Rao", "Call Meera", "₹2 ") if word not in page] == []


def test_charlie_sees_nothing_of_alices_on_his_first_page(browser, meera, alice, charlie):
    TaskFactory(contact=meera, title="Call Meera", assignee=alice, by=alice)

    assert "Meera" not in browser(charlie).get("/").content.decode()


def test_a_task_of_next_month_is_not_due(browser, meera, alice):
    later = timezone.now() + timedelta(days=30)
    TaskFactory(contact=meera, title="Ask again", assignee=alice, due_at=later, by=alice)

    assert "Ask again" not in browser(alice).get("/").content.decode()


def counted(browser, user) -> dict[str, str]:
    """Return the figures of somebody's first page by what they count."""
    page = browser(user).get("/").content.decode()
    top = page.partition('id="stats"')[2].partition("</ul>")[0]
    cards = re.findall(r'class="figure.*?">(.*?)</span><span>(.*?)</span></li>', top)
    return {strip_tags(words): strip_tags(number) for number, words in cards}


def test_the_figures_count_every_task_and_tell_late_from_coming(browser, meera, alice):
    now = timezone.now()
    for days in (-2, -1, *[2] * 10, 30):
        due = now + timedelta(days=days)
        TaskFactory(contact=meera, assignee=alice, due_at=due, by=alice)

    found = counted(browser, alice)

    assert (found["overdue"], found["due this week"]) == ("2", "10")


def test_a_count_that_stops_says_so(browser, meera, alice, monkeypatch):
    monkeypatch.setattr(home, "CAP", 3)
    due = timezone.now() + timedelta(days=2)
    for _ in range(4):
        TaskFactory(contact=meera, assignee=alice, due_at=due, by=alice)

    assert counted(browser, alice)["due this week"] == "more than 3+"


def files(number: int, user) -> None:
    """Bring some files that differ."""
    source = SourceSystemFactory()
    for row in range(number):
        content = csv_of(f"{row},Meera,Rao", header="Record ID,First Name,Last Name")
        receive(ContentFile(content), filename=f"{row}.csv", source=source, by=user)


@pytest.fixture(autouse=True)
def _files_of_their_own(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_every_import_of_the_week_is_counted(browser, alice):
    in_role(alice, "operator")
    files(7, alice)

    assert counted(browser, alice)["imports this week"] == "7"


def test_who_may_not_see_imports_reads_nothing_of_them(browser, alice, charlie):
    in_role(charlie, "operator")
    files(1, charlie)

    page = browser(alice).get("/").content.decode()

    spoken = ("imports this week", "No file came in", "/imports/", "0.csv")
    assert [word for word in spoken if word in page] == []
    assert browser(alice).get("/sections/imported/").status_code == 404


@pytest.mark.usefixtures("meera")
def test_one_part_of_the_first_page_can_be_tried_again(browser, alice):
    part = browser(alice).get("/sections/mine/").content.decode()

    assert ("Meera Rao" in part, "<html" in part) == (True, False)
    assert browser(alice).get("/sections/nothing/").status_code == 404


def test_the_current_page_is_marked_in_the_navigation(browser, alice):
    page = browser(alice).get("/accounts/").content.decode()

    assert '<a href="/accounts/" aria-current="page">' in page
    assert page.count('aria-current="page"') == 1


@pytest.mark.django_db
def test_somebody_with_an_unknown_time_zone_still_gets_a_page(browser):
    lost = UserFactory(username="lost", timezone="Mars/Olympus")

    assert browser(lost).get("/").status_code == 200


@pytest.mark.usefixtures("meera")
@pytest.mark.parametrize("address", ["/", "/contacts/", "/accounts/"])
def test_pages_carry_no_inline_script_or_style(browser, alice, address):
    page = browser(alice).get(address).content.decode()

    assert [word for word in (" style=", "<style", " onclick", "<script>") if word in page] == []


def test_a_wrong_password_is_refused_in_words(client, alice):
    page = client.post("/login/", {"username": alice.username, "password": "wrong"})

    assert "do not fit together" in page.content.decode()


def test_logging_out_leads_to_the_door(browser, alice):
    answer = browser(alice).post("/logout/")

    assert (answer.status_code, answer["Location"]) == (302, "/login/")


def test_a_missing_page_is_told_inside_the_frame(browser, alice, client):
    inside = browser(alice).get("/contacts/nothing/")
    outside = client.get("/contacts/nothing/")

    assert (inside.status_code, outside.status_code) == (404, 404)
    assert ('id="nav"' in inside.content.decode(), 'id="nav"' in outside.content.decode()) == (
        True,
        False,
    )
