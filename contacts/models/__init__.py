"""Tables of people."""

from contacts.models.consent import ConsentRecord
from contacts.models.contact import Contact, ContactSummary, ContactUserGrant
from contacts.models.links import (
    AccountContact,
    ContactRole,
    Household,
    HouseholdMember,
    Relationship,
)
from contacts.models.points import ContactPoint, PostalAddress
from contacts.models.suppression import Suppression

__all__ = [
    "AccountContact",
    "ConsentRecord",
    "Contact",
    "ContactPoint",
    "ContactRole",
    "ContactSummary",
    "ContactUserGrant",
    "Household",
    "HouseholdMember",
    "PostalAddress",
    "Relationship",
    "Suppression",
]
