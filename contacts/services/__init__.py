"""Writes of contacts."""

from contacts.services.consenting import record_consent
from contacts.services.linking import link_account
from contacts.services.people import (
    DuplicateIdentityError,
    PointDraft,
    add_point,
    create_contact,
    holders_of,
    retire_point,
    update_contact,
    update_point,
)
from contacts.services.summaries import refresh_summaries
from contacts.services.suppressing import is_suppressed, suppress
from contacts.services.values import normal_value

__all__ = [
    "DuplicateIdentityError",
    "PointDraft",
    "add_point",
    "create_contact",
    "holders_of",
    "is_suppressed",
    "link_account",
    "normal_value",
    "record_consent",
    "refresh_summaries",
    "retire_point",
    "suppress",
    "update_contact",
    "update_point",
]
