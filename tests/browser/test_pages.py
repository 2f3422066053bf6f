"""Every page everybody uses: readable by all, quiet, and no wider than a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE

TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"
CUT_OFF = """
[...document.querySelectorAll("main *")].filter((part) => {
  const style = getComputedStyle(part);
  const forEyes = part.clientWidth > 1 && style.textOverflow !== "ellipsis";
  return forEyes && /hidden|clip/.test(style.overflowX) && part.scrollWidth > part.clientWidth + 1;
}).map((part) => `${part.tagName} ${part.className} ${part.textContent.trim().slice(0, 60)}`)
"""
SQUEEZED = """
[...document.querySelectorAll("main *")].filter((part) => {
  const words = [...part.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
  const { width, height } = part.getBoundingClientRect();
  const told = words.some((node) => node.data.trim().length > 3);
  return told && width > 2 && width < 16 && height > 40;
}).map((part) => `${part.tagName} ${part.textContent.trim().slice(0, 60)}`)
"""
FETCHING = ".htmx-request, .htmx-swapping, .htmx-settling"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def visit(page: Page, address: str) -> Page:
    """Open a page and wait for what it fetches by itself."""
    page.goto(address)
    expect(page.locator(FETCHING)).to_have_count(0)
    return page


def barriers(page: Page) -> list[str]:
    """Return what keeps people with a disability out of a page."""
    return [
        f"{found['id']}: {found['nodes'][0]['html'][:200]}"
        for found in Axe().run(page).response["violations"]
        if found["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out(open_page, sign_in, dora, round_trip, scheme):
    page = open_page(color_scheme=scheme, bypass_csp=True)  # or axe would not get in
    at_login = barriers(visit(page, "/login/"))
    sign_in(page, dora)

    found = {name: barriers(visit(page, address)) for name, address in round_trip.items()}

    assert found | {"login": at_login} == {name: [] for name in ["login", *round_trip]}


def test_no_page_complains_in_the_console(page, sign_in, dora, round_trip):
    said = []
    page.on("console", lambda message: said.append((page.url, message.type, message.text)))
    page.on("pageerror", lambda error: said.append((page.url, "exception", str(error))))
    sign_in(page, dora)

    for address in round_trip.values():
        visit(page, address)

    assert said == []


def test_every_page_fits_a_phone(open_page, sign_in, dora, round_trip):
    page = open_page(viewport=PHONE)
    sign_in(page, dora)

    found = {}
    for name, address in round_trip.items():
        visit(page, address)
        found[name] = (page.evaluate(TOO_WIDE), page.evaluate(CUT_OFF), page.evaluate(SQUEEZED))

    assert found == {name: (0, [], []) for name in round_trip}
