"""Whom or what a row is about, by name and with the page to open."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Account
from contacts.models import Contact
from imports.selectors import FullRow

Records = Mapping[int, Contact | Account]


@dataclass(frozen=True, slots=True)
class Named:
    """A person or an account: its name and the address of its page."""

    name: str
    address: str


def about(row: FullRow, records: Records) -> Named | None:
    """Return the record a settled row is about; None if it is about nobody, or not to be seen."""
    found = records.get(row.resolution.target_id or 0) if row.resolution else None
    if isinstance(found, Contact):
        return Named(found.full_name, reverse("client360:contact", args=[found.uid]))
    if found is not None:
        return Named(found.display_name, reverse("client360:account", args=[found.uid]))
    return None
