"""The one normal form of a contact point's value, for everything typed by hand.

Files go through `imports.cleaning`, which gives the same forms.
"""

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from contacts.choices import PointKind

PHONES = frozenset({PointKind.PHONE, PointKind.WHATSAPP})


def normal_value(kind: str, raw: str, *, region: str = "") -> str:
    """Return the normal form of a contact point's value.

    Phones become E.164 (`region` is the two-letter country of a number without a country code),
    e-mails are trimmed, their domain in IDNA, all lower case. Raises ValidationError that says
    what to write instead.
    """
    value = raw.strip()
    if kind in PHONES:
        return _phone(value, region)
    if kind == PointKind.EMAIL:
        return _email(value)
    return value.lower()


def _phone(value: str, region: str) -> str:
    try:
        number = phonenumbers.parse(value, region.upper() or None)
    except phonenumbers.NumberParseException as error:
        raise ValidationError(
            f"“{value}” is no phone number; write it with its country code, such as +91 98…",
            code="invalid_phone",
        ) from error
    if not phonenumbers.is_valid_number(number):
        raise ValidationError(
            f"“{value}” is no valid phone number of its country", code="invalid_phone"
        )
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _email(value: str) -> str:
    local, _, domain = value.rpartition("@")
    try:
        folded = f"{local}@{domain.encode('idna').decode()}".lower()
    except UnicodeError:
        folded = value
    validate_email(folded)
    return folded
