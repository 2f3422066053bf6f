"""Writes of contacts."""

from contacts.services.arriving import LikelyDuplicateError, register_contact
from contacts.services.consenting import record_consent
from contacts.services.leading import choose_first
from contacts.services.linking import link_account
from contacts.services.people import (
    TELLING,
    DuplicateIdentityError,
    PointDraft,
    add_point,
    create_contact,
    holders_of,
    retire_point,
    update_contact,
    update_point,
)
from contacts.services.settling import home_of, settle
from contacts.services.summaries import refresh_summaries
from contacts.services.suppressing import is_suppressed, suppress
from contacts.services.values import normal_value

__all__ = [
    "TELLING",
    "DuplicateIdentityError",
    "LikelyDuplicateError",
    "PointDraft",
    "add_point",
    "choose_first",
    "create_contact",
    "holders_of",
    "home_of",
    "is_suppressed",
    "link_account",
    "normal_value",
    "record_consent",
    "refresh_summaries",
    "register_contact",
    "retire_point",
    "settle",
    "suppress",
    "update_contact",
    "update_point",
]
