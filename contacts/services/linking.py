"""Ties between people and accounts."""

from typing import Any

from accounts.models import Account
from contacts.models import AccountContact, Contact
from core.models import User
from core.services import acting, save_canonical


def link_account(
    contact: Contact, account: Account, *, by: User | None, cause: str = "", **fields: Any
) -> AccountContact:
    """Give a person a part in an account; an open link with the same role is returned as it is."""
    link = AccountContact(contact=contact, account=account, **fields)
    known = AccountContact.objects.filter(
        contact=contact, account=account, role=link.role, until__isnull=True
    ).first()
    if known:
        return known
    with acting(by, cause):
        return save_canonical(link, by=by, cause=cause)
