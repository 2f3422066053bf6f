"""Writes of accounts."""

import re
from typing import Any

from accounts.models import Account
from core.models import User
from core.services import save_canonical


def create_account(*, by: User | None, cause: str = "", **fields: Any) -> Account:
    """Create an organisation or buying entity.

    A missing domain is taken from the website. Raises ValidationError for values that may not be.
    """
    account = Account(**fields)
    account.domain = account.domain or domain_of(account.website)
    return save_canonical(account, by=by, cause=cause)


def update_account(
    account: Account,
    *,
    by: User | None,
    expected_version: int | None = None,
    cause: str = "",
    **fields: Any,
) -> Account:
    """Change an account's fields; compare and swap on `expected_version`.

    A new website without a new domain gives the account the website's domain.
    """
    for name, value in fields.items():
        setattr(account, name, value)
    if "website" in fields and "domain" not in fields:
        account.domain = domain_of(account.website)
    return save_canonical(account, by=by, expected_version=expected_version, cause=cause)


def domain_of(website: str) -> str:
    """Return the lower-case host of a web address without `www.`, the key accounts match by."""
    address = re.sub(r"^[a-z][a-z0-9+.-]*://", "", website.strip().lower())
    host = re.split(r"[/?#]", address)[0].rpartition("@")[2]
    return host.partition(":")[0].removeprefix("www.")
