"""A fax prints: it is kept, never shown as somebody's phone and never offered to be called."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection

from contacts.models import Contact, ContactSummary
from contacts.services import PointDraft, add_point, create_contact, update_point

pytestmark = pytest.mark.django_db

FAX, MOBILE = "+912222821234", "+919820011111"


@pytest.fixture
def meera(alice):
    """Meera, of whom a fax is all that is known, with a label somebody typed."""
    contact = create_contact(by=alice, given_name="Meera", family_name="Rao", owner=alice)
    add_point(contact, PointDraft("phone", FAX, label="Home Fax"), by=alice)
    return contact


def phone_of(contact: Contact) -> str:
    return ContactSummary.objects.get(contact_id=contact.pk).phone


def test_a_fax_typed_by_hand_is_neither_first_nor_a_proof_of_who_one_is(meera, alice):
    point = meera.points.get()

    assert (point.is_primary, point.is_identity, phone_of(meera)) == (False, False, "")

    add_point(meera, PointDraft("phone", MOBILE), by=alice)
    assert phone_of(meera) == MOBILE


def test_a_fax_cannot_be_made_primary(meera, alice):
    with pytest.raises(ValidationError, match="fax"):
        update_point(meera.points.get(), by=alice, is_primary=True)


def test_a_number_found_to_be_a_fax_steps_back(meera, alice):
    point = add_point(meera, PointDraft("phone", MOBILE), by=alice)

    point = update_point(point, by=alice, label="Telefax")

    assert (point.is_primary, point.is_identity, phone_of(meera)) == (False, False, "")


def test_no_page_offers_to_call_a_fax(meera, alice, client):
    client.force_login(alice)

    pages = [
        client.get(address).content.decode()
        for address in (f"/contacts/{meera.uid}/", f"/contacts/{meera.uid}/edit/", "/contacts/")
    ]

    assert "Meera Rao" in pages[2]
    assert not [page for page in pages if "tel:" in page or "wa.me" in page]
    assert "Make primary" not in pages[1]
    assert "Home Fax" in pages[0]


def test_faxes_shown_as_phones_before_are_shown_no_more(meera, alice):
    mended = create_contact(by=alice, given_name="Omar", family_name="Haddad", owner=alice)
    add_point(mended, PointDraft("phone", "+97143334444", label="fax"), by=alice)
    add_point(mended, PointDraft("phone", MOBILE), by=alice)
    ContactSummary.objects.filter(contact=meera).update(phone=FAX)
    ContactSummary.objects.filter(contact=mended).update(phone="+97143334444")
    migration = import_module("contacts.migrations.0010_faxes_are_no_phones")

    for _ in range(2):
        with connection.schema_editor(atomic=False) as editor:
            migration.Migration.operations[0].database_forwards("contacts", editor, apps, apps)

    assert (phone_of(meera), phone_of(mended)) == ("", MOBILE)
