"""Views and columns of a list: kept, opened and ordered without a mouse, on a phone, by all."""

import re

import pytest
from playwright.sync_api import expect

from client360.filters.columns import CLIENT
from client360.models import SavedView
from tests.browser.conftest import PHONE
from tests.browser.test_pages import CUT_OFF, TOO_WIDE, barriers, visit
from tests.factories.client360 import SavedViewFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MENUS = ("Change view", "Save view", "Columns")
INSIDE = """
(box => box.left >= 0 && box.right <= innerWidth)(
  document.querySelector(".keeping > .menu[open] > .panel").getBoundingClientRect())
"""


@pytest.fixture
def opened(dora, meera) -> str:  # noqa: ARG001 -- there is somebody to list
    """The address of a view Dora pinned, with every menu it can have."""
    view = SavedViewFactory(owner=dora, name="Leads", pinned=True, columns=["owner", "source"])
    return f"/views/{view.uid}/"


def test_a_view_is_kept_and_opened_without_a_mouse(page, sign_in, alice, meera):
    sign_in(page, alice)
    page.goto("/contacts/?lifecycle=lead")

    page.get_by_role("button", name="Save view").first.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Give it a name.")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type("Hot leads")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").first).to_have_text("Kept: Hot leads.")
    page.goto("/contacts/")
    page.get_by_role("link", name="Hot leads").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/contacts/\?lifecycle=lead&view="))
    expect(page.get_by_role("link", name=meera.full_name)).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("nobody at all", delay=10)
    expect(page.get_by_role("link", name=meera.full_name)).to_have_count(0)
    expect(page).to_have_url(re.compile(r"q=nobody.*&lifecycle=lead&view="))


def test_a_column_is_moved_without_a_mouse_and_its_place_is_told(page, sign_in, alice, meera):
    sign_in(page, alice)
    page.goto("/contacts/")
    page.get_by_role("button", name="Columns").press("Enter")

    up = page.get_by_role("button", name="Move Owner up")
    up.press("Enter")
    up.press("Enter")

    expect(up).to_be_focused()
    expect(page.locator(".columns-form [role=status]")).to_have_text("Owner is number 4")
    page.get_by_label("Budget", exact=True).press("Space")
    page.get_by_label("Budget", exact=True).press("Enter")
    expect(page.get_by_role("columnheader", name="Budget")).to_have_count(0)
    heads = page.get_by_role("columnheader").all_inner_texts()
    assert heads == ["Client", "Lifecycle", "Phone and e-mail", "Owner", "QD", "Last contact"]
    assert SavedView.objects.get(owner=alice, name="").columns[2] == "owner"
    expect(page.get_by_role("link", name=meera.full_name)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_menu_keeps_anybody_out(open_page, sign_in, dora, opened, scheme):
    page = open_page(color_scheme=scheme, bypass_csp=True)
    sign_in(page, dora)
    found = {}

    for name in MENUS:
        visit(page, opened).get_by_role("button", name=name).first.click()
        found[name] = barriers(page)

    assert found == {name: [] for name in MENUS}


def test_every_menu_fits_a_phone(open_page, sign_in, dora, opened):
    page = open_page(viewport=PHONE)
    sign_in(page, dora)
    found = {}

    for name in MENUS:
        visit(page, opened).get_by_role("button", name=name).first.click()
        found[name] = (page.evaluate(TOO_WIDE), page.evaluate(CUT_OFF), page.evaluate(INSIDE))

    assert found == {name: (0, [], True) for name in MENUS}


def test_a_list_of_all_columns_is_read_by_scrolling_it(open_page, sign_in, dora, meera):
    SavedViewFactory(owner=dora, name="", query="", columns=[column.key for column in CLIENT])
    page = open_page(bypass_csp=True)
    sign_in(page, dora)

    visit(page, "/contacts/")

    assert (page.evaluate(TOO_WIDE), barriers(page)) == (0, [])
    last = page.get_by_role("columnheader", name="Changed")
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    expect(page.get_by_role("link", name=meera.full_name)).to_have_count(1)
