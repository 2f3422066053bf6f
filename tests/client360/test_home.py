"""The first page, the frame around every page, and the door."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.activities import TaskFactory
from tests.factories.core import UserFactory


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
