"""Asha three times over: twice herself, once her husband on her phone."""

from typing import NamedTuple

from contacts.models import Contact
from contacts.services import create_contact
from contacts.services.people import PointDraft

PHONE = "+919876543210"


class People(NamedTuple):
    """The contacts of the tests."""

    asha: Contact
    again: Contact
    husband: Contact


def known(by, name: str, email: str, phone: str = PHONE) -> Contact:
    """Return a new contact with a phone and an e-mail."""
    points = [PointDraft("phone", phone), PointDraft("email", email)]
    given, family = name.split()
    return create_contact(
        by=by, given_name=given, family_name=family, points=points, allow_duplicate=True
    )
