"""Who came in, who left and who was turned away stands on the audit record."""

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from core.models import AuditEvent

pytestmark = pytest.mark.django_db


def actions() -> list[tuple[str, int | None]]:
    events = AuditEvent.objects.filter(object_type="user").order_by("id")
    return [(event.action, event.payload["user"]) for event in events]


def test_coming_and_going_is_written_down(alice):
    browser = Client()
    browser.force_login(alice)
    browser.post("/logout/")

    assert actions() == [("user.signed_in", alice.pk), ("user.signed_out", alice.pk)]


def test_a_failed_sign_in_names_the_login_it_was_meant_for(alice):
    assert authenticate(username="alice", password="guessed") is None

    assert actions() == [("user.sign_in_failed", alice.pk)]


def test_what_was_typed_for_a_name_is_not_kept():
    assert authenticate(username="my-password-by-mistake", password="x") is None

    assert actions() == [("user.sign_in_failed", None)]


@pytest.fixture
def ended(alice) -> Client:
    """Alice's browser, whose session ended while a page was open."""
    browser = Client()
    browser.force_login(alice)
    browser.get("/")
    browser.session.flush()
    return browser


@pytest.mark.parametrize("address", ["/sections/due/", "/contacts/", "/admin/contacts/contact/"])
def test_a_part_of_a_page_is_never_the_log_in_page(ended, address):
    answer = ended.get(address, headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert "password" not in answer.content.decode().lower()


def test_an_idle_session_tells_a_part_of_a_page_so(alice, settings):
    settings.SESSION_IDLE_SECONDS = -1
    browser = Client()
    browser.force_login(alice)
    session = browser.session
    session["used_at"] = 0
    session.save()

    assert browser.get("/contacts/", headers={"HX-Request": "true"}).status_code == 401


def test_a_whole_page_still_leads_to_the_log_in_page_and_back(ended):
    assert ended.get("/contacts/").headers["Location"] == "/login/?next=/contacts/"
