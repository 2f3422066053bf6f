"""A dossier on paper: the whole width of the sheet, and nothing to press."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW_SHEET = {"width": 718, "height": 1040}  # A4 within its margins, in pixels


def test_a_dossier_takes_the_width_of_the_sheet(open_page, sign_in, alice, meera):
    page = open_page(viewport=NARROW_SHEET)
    sign_in(page, alice)
    page.goto(f"/contacts/{meera.uid}/")
    page.emulate_media(media="print")

    widths = page.eval_on_selector_all(".card", "all => all.map(each => each.clientWidth)")

    assert min(widths) > 0.9 * NARROW_SHEET["width"]
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


def test_nothing_to_press_is_printed(open_page, sign_in, alice, meera):
    page = open_page(viewport=NARROW_SHEET)
    sign_in(page, alice)
    page.goto(f"/contacts/{meera.uid}/")
    page.emulate_media(media="print")

    expect(page.locator(".button:visible, button.more:visible, .bar:visible")).to_have_count(0)
    expect(page.get_by_role("heading", name=meera.full_name)).to_be_visible()
