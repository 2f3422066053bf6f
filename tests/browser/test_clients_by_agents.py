"""Agents without the administration: they add a client, hear of a twin, change a name."""

import re

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from contacts.models import Contact
from contacts.services import PointDraft, create_contact
from core.choices import Visibility
from core.models import User
from ops.services import sync_roles
from tests.browser.conftest import PHONE
from tests.browser.test_pages import CUT_OFF, TOO_WIDE, barriers, visit
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
    addresses = {"/contacts/new/": "New client", f"/contacts/{meera.uid}/edit/": "Edit Meera Rao"}

    found = {}
    for address, heading in addresses.items():
        expect(visit(page, address).get_by_role("heading", level=1)).to_have_text(heading)
        found[address] = (page.evaluate(TOO_WIDE), page.evaluate(CUT_OFF), barriers(page))

    assert found == {address: (0, [], []) for address in addresses}
