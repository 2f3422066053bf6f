"""Raw cells to typed values: pure functions that never raise and never lose a value silently.

Every result has `issues`; a value that could not be understood is None (or empty) and an issue
says why.
"""

from imports.cleaning.choice import (
    clean_boolean,
    clean_consent,
    clean_gender,
    is_billing_tier,
)
from imports.cleaning.countries import country_code
from imports.cleaning.date_order import DateFormat, decide_date_order
from imports.cleaning.dates import clean_date, clean_datetime
from imports.cleaning.email import Email, clean_emails, is_valid_email
from imports.cleaning.money import MoneyRange, clean_money
from imports.cleaning.money_header import NOTHING, Stated, stated_in
from imports.cleaning.name import Name, clean_name, compose_full
from imports.cleaning.phone import Phone, clean_phones
from imports.cleaning.region import region_for
from imports.cleaning.result import Cleaned, Issue
from imports.cleaning.text import clean_tags, clean_text, clean_word, fold

__all__ = [
    "NOTHING",
    "Cleaned",
    "DateFormat",
    "Email",
    "Issue",
    "MoneyRange",
    "Name",
    "Phone",
    "Stated",
    "clean_boolean",
    "clean_consent",
    "clean_date",
    "clean_datetime",
    "clean_emails",
    "clean_gender",
    "clean_money",
    "clean_name",
    "clean_phones",
    "clean_tags",
    "clean_text",
    "clean_word",
    "compose_full",
    "country_code",
    "decide_date_order",
    "fold",
    "is_billing_tier",
    "is_valid_email",
    "region_for",
    "stated_in",
]
