"""The one normal form of a contact point's value, for everything typed by hand.

Files go through `imports.cleaning`, which gives the same forms.
"""

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from contacts.choices import PointKind
from core.selectors.spelling import country_name

PHONES = frozenset({PointKind.PHONE, PointKind.WHATSAPP})


def normal_value(kind: str, raw: str, *, region: str = "") -> str:
    """Return the normal form of a contact point's value.

    Phones become E.164 (`region` is the two-letter country of a number without a country code,
    else `PHONE_REGION` of the installation is), e-mails are trimmed, their domain in IDNA, all
    lower case. Raises ValidationError that says what to write instead.
    """
    value = raw.strip()
    if kind in PHONES:
        return _phone(value, region)
    if kind == PointKind.EMAIL:
        return _email(value)
    return value.lower()


def _phone(value: str, region: str) -> str:
    home = (region or settings.PHONE_REGION).upper()
    try:
        number = phonenumbers.parse(value, home or None)
    except phonenumbers.NumberParseException as error:
        raise _no_phone(value, home) from error
    if not phonenumbers.is_valid_number(number):
        raise _no_phone(value, home)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _no_phone(value: str, home: str) -> ValidationError:
    """Return the refusal of a number; it names the country a number without a code was read for."""
    country = "" if "+" in value or not home else f" of {country_name(home)}, taken for its country"
    words = f"“{value}” is no valid phone number{country}; write it with its country code"
    return ValidationError(f"{words}, such as +91 98…", code="invalid_phone")


def _email(value: str) -> str:
    local, _, domain = value.rpartition("@")
    try:
        folded = f"{local}@{domain.encode('idna').decode()}".lower()
    except UnicodeError:
        folded = value
    validate_email(folded)
    return folded
