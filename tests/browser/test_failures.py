"""What a person sees and keeps when a request of a page fails: the words, the text, the way on."""

import pytest
from playwright.sync_api import Page, expect

from contacts.models import Contact
from contacts.services import create_contact
from ops.services import sync_roles
from tests.browser.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "Prefers the sea side; call after six."


def write_note(page: Page) -> None:
    """Write a note on the dossier that is open."""
    page.locator("#add-note > summary").click()
    page.locator("#add-note textarea").fill(WORDS)


@pytest.fixture
def meera(site, alice) -> Contact:  # noqa: ARG001 -- there is a server
    """A client of Alice's, who may write on her."""
    sync_roles()
    return create_contact(by=alice, full_name="Meera Rao", owner=alice)


@pytest.fixture
def at_meera(page, sign_in, alice, meera) -> Page:
    """Alice's browser, on Meera's dossier."""
    sign_in(page, alice)
    page.goto(f"/contacts/{meera.uid}/")
    return page


def test_an_ended_session_keeps_the_note_and_leads_back_to_it(at_meera, alice, meera):
    alice.set_password(PASSWORD)
    alice.save(update_fields=["password"])
    page = at_meera
    write_note(page)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Keep the note").click()

    expect(page.get_by_role("alert")).to_contain_text("Your session has ended.")
    expect(page.locator("#add-note textarea")).to_have_value(WORDS)
    page.get_by_role("link", name="Log in and come back").click()
    page.get_by_label("User name").fill(alice.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()

    page.wait_for_url(f"**/contacts/{meera.uid}/")
    expect(page.locator("#add-note textarea")).to_have_value(WORDS)


@pytest.mark.parametrize("status", [403, 500])
def test_a_refused_request_says_so_and_keeps_the_text(at_meera, status):
    page = at_meera
    page.route("**/notes/", lambda route: route.fulfill(status=status, body="no"))
    write_note(page)
    page.get_by_role("button", name="Keep the note").click()

    expect(page.locator(".banner.failure")).to_be_in_viewport()
    expect(page.locator("#add-note textarea")).to_have_value(WORDS)


def test_a_request_that_reaches_nobody_says_so(at_meera):
    page = at_meera
    page.route("**/notes/", lambda route: route.abort())
    write_note(page)
    page.get_by_role("button", name="Keep the note").click()

    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached.")


def test_without_its_cookie_a_form_says_that_it_was_refused(at_meera):
    page = at_meera
    write_note(page)
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Keep the note").click()

    expect(page.get_by_role("alert")).to_contain_text("This was refused")
    page.get_by_role("link", name="Load the page again").click()
    expect(page.locator("#add-note textarea")).to_have_value(WORDS)
