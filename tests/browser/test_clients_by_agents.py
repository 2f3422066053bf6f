"""Agents without the administration: they add clients, accounts, deals, files, change a name."""

import re

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from accounts.models import Account
from contacts.models import Contact
from contacts.services import PointDraft, create_contact
from core.choices import Visibility
from core.models import User
from opportunities.models import Opportunity
from ops.services import sync_roles
from tests.browser.conftest import PHONE
from tests.browser.test_pages import CUT_OFF, TOO_WIDE, barriers, visit
from tests.factories.accounts import AccountFactory
from tests.factories.core import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def meera(site, alice, north) -> Contact:  # noqa: ARG001 -- there is a server
    """A client of Alice's, typed in by hand: whoever is typed next is told of her at once."""
    points = [PointDraft("phone", "+919820011223")]
    return create_contact(by=alice, full_name="Meera Rao", owner=alice, team=north, points=points)


@pytest.fixture
def anil(site, north) -> User:  # noqa: ARG001 -- there is a server
    """An agent of Alice's team."""
    sync_roles()
    anil = UserFactory(username="anil", full_name="Anil Deshpande", team=north, is_staff=False)
    anil.groups.add(Group.objects.get(name="agent"))
    return anil


def test_anil_adds_a_client_and_changes_a_name(page, sign_in, anil, meera):
    sign_in(page, anil)
    page.goto("/contacts/")
    page.get_by_role("link", name="New client").click()

    page.get_by_label("Name", exact=True).fill(meera.full_name)
    page.get_by_label("Phone", exact=True).fill(meera.summary.phone)
    told = page.get_by_role("region", name="Who is on record already")
    expect(told).to_contain_text("may be this person")
    expect(told.get_by_role("link", name=meera.full_name)).to_be_visible()

    page.get_by_role("button", name="Add the client").click()
    expect(page.get_by_role("button", name="Add anyway")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Tara Bose")
    page.get_by_label("Phone", exact=True).fill("+91 98300 55667")
    expect(told).to_be_empty()
    page.get_by_role("button", name="Add the client").dblclick()

    expect(page.get_by_role("heading", name="Tara Bose")).to_be_visible()
    assert Contact.objects.filter(full_name="Tara Bose").count() == 1

    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Name", exact=True).fill("Tara Basu")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.wait_for_url(re.compile(r"/contacts/[0-9a-f-]+/$"))
    tara = Contact.objects.get(full_name="Tara Basu")
    page.goto(f"/contacts/{tara.uid}/history/")
    expect(page.get_by_role("main")).to_contain_text("Tara Bose")
    expect(page.get_by_role("main")).to_contain_text("Anil Deshpande")


def test_anil_opens_a_deal_for_an_account_he_adds(page, sign_in, anil, meera):
    AccountFactory(display_name="Rao & Sons", owner=anil, team=anil.team)
    sign_in(page, anil)
    page.goto("/accounts/")
    page.get_by_role("link", name="New account").click()
    page.get_by_label("Name", exact=True).fill("Rao and Sons")
    told = page.get_by_role("region", name="Which accounts are on record already")
    expect(told).to_contain_text("For: a like name.")
    page.get_by_label("Name", exact=True).fill("Bose Family Trust")
    expect(told).to_be_empty()
    page.get_by_role("button", name="Add the account").dblclick()
    expect(page.get_by_role("heading", name="Bose Family Trust")).to_be_visible()

    page.get_by_role("link", name="Add a deal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("New deal for Bose Family Trust")
    page.get_by_label("Whose deal is it?").press_sequentially("meera")
    page.get_by_role("link", name=meera.full_name).click()
    page.get_by_label("Amount").fill("3.5 cr")
    page.get_by_label("Currency").select_option("INR")
    page.get_by_role("button", name="Open the deal").dblclick()

    page.wait_for_url(re.compile(r"/contacts/[0-9a-f-]+/#section-opportunities$"))
    deal = Opportunity.objects.get()
    assert (str(deal.account), deal.primary_contact) == ("Bose Family Trust", meera)
    assert Account.objects.filter(display_name="Bose Family Trust").count() == 1


def test_anil_puts_a_file_on_a_client(page, sign_in, anil, meera):
    sign_in(page, anil)
    page.goto(f"/contacts/{meera.uid}/")
    files = page.locator("#section-attachments")

    page.get_by_role("button", name="Add a file").click()
    files.get_by_role("button", name="Keep the file").click()
    expect(files).to_contain_text("Choose a file.")
    plan = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a plan"}
    files.get_by_label("File", exact=True).set_input_files(files=[plan])
    files.get_by_role("button", name="Keep the file").click()

    expect(files).to_contain_text("“plan.pdf” is kept.")
    expect(files.get_by_role("link", name="plan.pdf")).to_be_visible()
    assert meera.attachments.get().created_by == anil


def test_charlie_does_not_reach_the_edit_page(page, sign_in, charlie, meera):
    Contact.objects.filter(pk=meera.pk).update(
        visibility=Visibility.RESTRICTED, version=meera.version + 1
    )
    sync_roles()
    charlie.groups.add(Group.objects.get(name="agent"))
    sign_in(page, charlie)

    answer = page.goto(f"/contacts/{meera.uid}/edit/")

    assert answer
    assert answer.status == 404


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_forms_keep_nobody_out_and_fit_a_phone(open_page, sign_in, anil, meera, scheme):
    page = open_page(viewport=PHONE, color_scheme=scheme, bypass_csp=True)
    sign_in(page, anil)
    addresses = {
        "/contacts/new/": "New client",
        f"/contacts/{meera.uid}/edit/": "Edit Meera Rao",
        "/accounts/new/": "New account",
        "/deals/new/?q=Meera": "New deal",
        f"/deals/new/?client={meera.uid}": "New deal of Meera Rao",
    }

    found = {}
    for address, heading in addresses.items():
        expect(visit(page, address).get_by_role("heading", level=1)).to_have_text(heading)
        found[address] = (page.evaluate(TOO_WIDE), page.evaluate(CUT_OFF), barriers(page))

    assert found == {address: (0, [], []) for address in addresses}
