"""Many clients at once, by hand and by keys; and from dossier to dossier of a list."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from contacts.models import Contact
from contacts.services import PointDraft, create_contact
from ops.services import sync_roles
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_pages import CUT_OFF, TOO_WIDE, barriers, visit
from tests.factories.client360 import SavedViewFactory
from tests.factories.contacts import ContactFactory
from tests.factories.opportunities import OpportunityFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TICKS = "#results input[name=uid]"


@pytest.fixture
def leads(alice) -> list[Contact]:
    """Six leads of Alice's, the last changed first; what roles may do is known."""
    sync_roles()
    made = [ContactFactory(full_name=f"Lead {n}", owner=alice, lifecycle="lead") for n in range(6)]
    return made[::-1]


def ticked(page: Page) -> list[bool]:
    return page.locator(TICKS).evaluate_all("all => all.map((each) => each.checked)")


def test_many_are_archived_without_a_mouse(page, sign_in, dora, leads):
    sign_in(page, dora)
    page.goto("/contacts/?lifecycle=lead")

    for key in ("j", "x", "j", "j", "X"):
        page.keyboard.press(key)
    expect(page.locator("[data-count]")).to_have_text("3 selected")
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Lead 4")).to_be_focused()
    page.keyboard.press("x")
    assert ticked(page) == [True, False, True, False, False, False]
    page.get_by_role("button", name="Archive").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Archive 2 clients?")
    assert Contact.objects.filter(state="archived").count() == 0
    page.get_by_role("button", name="Archive 2 clients").press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("2 archived")
    gone = Contact.objects.filter(state="archived").values_list("full_name", flat=True)
    assert set(gone) == {leads[0].full_name, leads[2].full_name}


def test_what_came_of_an_act_is_there_again_on_the_way_back(page, sign_in, dora, leads):
    sign_in(page, dora)
    page.goto("/contacts/?lifecycle=lead")
    page.locator(TICKS).nth(0).check()
    page.get_by_role("button", name="Archive").click()
    page.get_by_role("button", name="Archive 1 client").click()
    page.get_by_role("link", name=leads[0].full_name).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(leads[0].full_name)

    page.go_back()

    expect(page.get_by_role("status").first).to_contain_text("1 archived")


@pytest.mark.usefixtures("leads")
def test_keys_do_nothing_while_somebody_types(page, sign_in, dora):
    sign_in(page, dora)
    page.goto("/contacts/?lifecycle=lead")
    page.keyboard.press("j")
    page.keyboard.press("x")

    page.keyboard.press("/")
    page.keyboard.type("xj?")

    expect(page.get_by_role("searchbox")).to_have_value("xj?")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.usefixtures("leads")
def test_keys_are_told_and_enter_opens(page, sign_in, dora):
    sign_in(page, dora)
    page.goto("/contacts/?lifecycle=lead")

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    page.locator(TICKS).nth(1).focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Lead 4")


@pytest.mark.usefixtures("leads")
def test_a_range_and_a_page_are_ticked_at_once(page, sign_in, dora):
    sign_in(page, dora)
    page.goto("/contacts/?lifecycle=lead")

    page.locator(TICKS).nth(4).click()
    page.locator(TICKS).nth(2).click(modifiers=["Shift"])
    assert ticked(page) == [False, False, True, True, True, False]
    page.get_by_label("Select all on this page").click()
    assert all(ticked(page))
    page.get_by_role("button", name="Clear").click()

    assert not any(ticked(page))
    expect(page.locator("#bulk")).to_be_hidden()


def test_all_that_match_are_more_than_a_page(page, sign_in, dora, leads):
    ContactFactory.create_batch(50, owner=leads[0].owner, lifecycle="lead")
    sign_in(page, dora)
    page.goto("/contacts/?lifecycle=lead")

    page.get_by_label("Select all on this page").click()
    page.get_by_label("All 56 that match").check()
    page.get_by_role("button", name="Add a task").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Add a task for 56 clients?")


def test_a_list_is_walked_from_its_dossiers(page, sign_in, dora, leads):
    sign_in(page, dora)
    page.goto("/contacts/?lifecycle=lead")
    page.get_by_role("link", name="Lead 4").click()

    expect(page.get_by_text("2 of 6")).to_be_visible()
    page.get_by_role("link", name="Next", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(leads[2].full_name)
    page.get_by_role("navigation", name="Clients").get_by_role("link", name="Clients").click()

    expect(page).to_have_url(re.compile(r"/contacts/\?lifecycle=lead$"))


@pytest.mark.parametrize(("scheme", "size"), [("light", DESK), ("dark", PHONE)])
def test_nobody_is_kept_out_of_acting_on_many(open_page, sign_in, dora, leads, scheme, size):
    page = open_page(color_scheme=scheme, viewport=size, bypass_csp=True)
    sign_in(page, dora)
    visit(page, "/contacts/?lifecycle=lead")
    found = []

    def looked() -> None:
        found.append((barriers(page), page.evaluate(TOO_WIDE), page.evaluate(CUT_OFF)))

    for number in range(2):
        page.locator(TICKS).nth(number).check()
    looked()
    page.get_by_role("button", name="Tag", exact=True).click()
    page.get_by_role("button", name="Tag 2 clients").click()
    expect(page.get_by_text("Write a tag.")).to_be_visible()
    looked()
    page.get_by_label("Tags").fill("monsoon")
    page.get_by_role("button", name="Tag 2 clients").click()
    expect(page.get_by_role("status").first).to_contain_text("2 tagged")
    looked()
    page.get_by_role("link", name=leads[0].full_name).click()
    visit(page, page.url)
    looked()

    assert found == [([], 0, [])] * 4


def test_keys_pass_by_a_deal_whose_client_does_not_open(page, sign_in, alice, charlie, north):
    closed = ContactFactory(owner=charlie, visibility=0)
    for name in ("Last deal", "Closed deal", "First deal"):
        about = closed if name == "Closed deal" else ContactFactory(owner=alice, team=north)
        OpportunityFactory(primary_contact=about, name=name, owner=alice, team=north, by=alice)
    sign_in(page, alice)
    page.goto("/deals/")

    page.keyboard.press("j")
    expect(page.get_by_role("link", name="First deal")).to_be_focused()
    page.keyboard.press("j")

    expect(page.get_by_role("link", name="Last deal")).to_be_focused()


def test_ticks_and_the_columns_of_a_view_stand_side_by_side(page, sign_in, dora, leads):
    view = SavedViewFactory(owner=dora, name="Leads", columns=["owner", "source"])
    sign_in(page, dora)
    page.goto(f"/views/{view.uid}/")
    here = page.url

    heads = page.get_by_role("columnheader").all_inner_texts()
    assert [head.strip() for head in heads] == ["Client", "Owner", "Source"]
    page.locator(TICKS).nth(0).check()
    page.get_by_role("button", name="Archive").click()
    page.get_by_role("button", name="Archive 1 client").click()
    expect(page.get_by_role("status").first).to_contain_text("1 archived")
    page.locator("main .crumbs").get_by_role("link", name="Clients").click()

    expect(page).to_have_url(here)
    expect(page.get_by_role("columnheader", name="Source")).to_be_visible()
    expect(page.locator(TICKS)).to_have_count(len(leads) - 1)


def test_the_heading_of_a_list_stays_in_every_window(page, sign_in, dora):
    ContactFactory.create_batch(30, owner=dora)
    sign_in(page, dora)
    page.goto("/contacts/")
    heading, bar = page.locator(".clients thead"), page.locator(".bar")

    found = {}
    for width in (720, 900, 1200, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("scrollTo(0, 700)")
        (top, end) = (heading.bounding_box(), bar.bounding_box())
        found[width] = top["y"] - end["y"] - end["height"]

    assert found == dict.fromkeys(found, 0)


@pytest.mark.parametrize("columns", [[], ["source", "wish", "reach", "met", "budget"]])
def test_a_wide_list_is_cut_in_no_window(open_page, sign_in, dora, columns):
    sync_roles()
    made = create_contact(
        full_name="Anantharamakrishnan Venkatasubramanian", occupation="Interior designer",
        tags=["referral", "repeat buyer", "vaastu"], owner=dora, lifecycle="prospect",
        budget_min=Decimal(80_000_000), budget_max=Decimal(100_000_000), budget_currency="AED",
        location_preference="Ballygunge, Kolkata", configuration="4 and 5 bedrooms",
        points=[
            PointDraft("email", "anantharamakrishnan.venkatasubramanian@example.com"),
            PointDraft("phone", "+971 50 123 4567"),
        ],
        by=dora,
    )  # fmt: skip
    SavedViewFactory(owner=dora, name="", query="", columns=columns)
    page = open_page()
    sign_in(page, dora)
    visit(page, "/contacts/")
    expect(page.get_by_role("link", name=made.full_name)).to_be_visible()
    found = {}

    for width in range(720, 1480, 40):
        page.set_viewport_size({"width": width, "height": 800})
        found[width] = (page.evaluate(TOO_WIDE), page.evaluate(CUT_OFF))

    assert found == dict.fromkeys(found, (0, []))
