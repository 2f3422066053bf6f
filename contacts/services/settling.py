"""The city somebody lives in, kept at their address."""

from contacts.models import Contact, PostalAddress
from contacts.registry import keep_findable
from core.models import User
from core.services import acting, save_canonical


def settle(
    contact: Contact, city: str, *, by: User, expected_version: int | None = None, cause: str = ""
) -> PostalAddress:
    """Keep the city a person lives in at the address in use, and let them be found by it.

    Where none is on record one is added; `expected_version` is that of the address, 0 for none.
    """
    with acting(by, cause):
        address = home_of(contact) or PostalAddress(
            contact=contact, country=contact.residence_country, is_primary=True
        )
        address.city = city
        save_canonical(address, by=by, expected_version=expected_version, cause=cause)
        keep_findable(contact.pk)
    return address


def home_of(contact: Contact) -> PostalAddress | None:
    """Return the address of a person that is in use, the primary one first."""
    return contact.addresses.filter(until=None).order_by("-is_primary", "id").first()
