"""What a person's row, or a source, says of an attribute, in words."""

from collections.abc import Mapping
from typing import Any

from approvals.selectors.wording import Wording
from contacts.models import Contact
from core.selectors.money import every_digit, is_rounded, money_range
from core.selectors.spelling import spelled
from identity.selectors.claims import stored
from identity.survivorship import is_empty


def said(contact: Contact, attribute: str) -> str:
    """Return what a person's row holds of an attribute, in words."""
    if attribute == "employer_id":
        return str(contact.employer or "")
    return in_words(attribute, stored(contact, attribute))


def in_words(attribute: str, values: Mapping[str, Any]) -> str:
    """Return the columns of an attribute as one text; empty for none."""
    if attribute == "name":
        values = {"full_name": values["full_name"]}
    if attribute == "budget":
        return _amounts(values)
    wording = Wording(Contact)
    told = ((name, value) for name, value in values.items() if not is_empty(value))
    return " ".join(_told(wording, name, spelled(name, value)) for name, value in told)


def _told(wording: Wording, name: str, value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(wording.of(name, value))


def _amounts(values: Mapping[str, Any]) -> str:
    """Return a budget as every page says it; empty for none.

    Two budgets are compared here: what would be rounded keeps every digit.
    """
    low, high, currency = (values[f"budget_{part}"] for part in ("min", "max", "currency"))
    if low is None and high is None:
        return ""
    rounded = is_rounded(low, currency) or is_rounded(high, currency)
    return (every_digit if rounded else money_range)(low, high, currency)
