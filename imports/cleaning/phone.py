"""Phone numbers: split, stripped of what people write around them, read to E.164.

`phonenumbers` is the reference; `phone_plans` answers for the usual number. A national number is
read only in a region the caller names; without one it stays raw.
"""

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple, cast

import phonenumbers
from phonenumbers import PhoneNumberType

from imports.cleaning.phone_plans import read_home_number
from imports.cleaning.result import Issue
from imports.cleaning.text import ascii_marks, clean_text

PhoneKind = Literal["mobile", "fixed", "unknown"]

_KINDS: Final[dict[int, PhoneKind]] = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "fixed",
}
_SHORTEST: Final = 5
_LONGEST: Final = 15  # E.164
_WITH_CODE: Final = 11  # digits from which a number may hold its calling code without a plus
_SUBSCRIBER: Final = 10
_ONE_DIGIT: Final = frozenset(str(digit) * _SUBSCRIBER for digit in range(10))
_PLACEHOLDERS: Final = frozenset(
    {str(digit) * length for digit in range(10) for length in range(6, 14)}
    | {
        "12345678",
        "123456789",
        "1234567890",
        "0123456789",
        "0987654321",
        "987654321",
        "12345678901",
    }
)
_WRAPPING: Final = re.compile(r"^[='\"`\s]++|(?<!['\"`\s])['\"`\s]++$")
_SCIENTIFIC: Final = re.compile(r"[0-9](?:[.,][0-9]+)?e\+?[0-9]{1,2}", re.IGNORECASE)
_PAUSE: Final = re.compile(r"(?:;\s*ext=|;\s*x=|(?<!,),,++\s*+)(?=[0-9])", re.IGNORECASE)
_SEPARATOR: Final = re.compile(
    r":::|[/,;|\n&]|\b(?:or|and)\b|(?<=[0-9])[\s-]*(?=\+)", re.IGNORECASE
)
_EXTENSION: Final = re.compile(
    r"(?<=[0-9)])\s*(?:ext(?:ensio)?n?|x|#)\s*[.:]?\s*([0-9]{1,7})\W*$", re.IGNORECASE
)
_BEFORE: Final = re.compile(r"^[^0-9+(]+")
_AFTER: Final = re.compile(r"(?<![^0-9])[^0-9]++$")
_FLOAT_TAIL: Final = re.compile(r"(?<=[0-9]{7})\.0+$")
_TRUNK_ZERO: Final = re.compile(r"\(\s*0\s*\)")
_NOISE: Final = re.compile(r"[\s().\-'\"*:_~]+")
_NUMBER: Final = re.compile(r"\+*[0-9]+")


class Phone(NamedTuple):
    """One number of a cell.

    `e164` is None when the text is no number one may call or match by; `issues` then says why and
    `raw` keeps what was written. `extension` holds the digits after `ext`.
    """

    raw: str
    e164: str | None
    kind: PhoneKind = "unknown"
    extension: str = ""
    issues: tuple[Issue, ...] = ()


class _Reading(NamedTuple):
    """What the library says: E.164, its kind, and whether the range is assigned."""

    e164: str
    kind: PhoneKind
    national: str
    is_valid: bool


def clean_phones(raw: str, *, region: str | None) -> list[Phone]:
    """Return the numbers of one cell in their order, each once; [] for a blank cell.

    `region` is the ISO code national numbers are read in (see `region_for`), None if unknown.
    Never raises.
    """
    if not raw:
        return []
    found = read_home_number(raw, region)
    if found is not None and found[1] not in _PLACEHOLDERS:
        code, national, kind = found
        return [Phone(raw, f"+{code}{national}", cast("PhoneKind", kind))]
    return list(_read_cell(raw, region))


@lru_cache(maxsize=4096)
def _read_cell(raw: str, region: str | None) -> tuple[Phone, ...]:
    """Read a cell the careful way."""
    shown = clean_text(raw, multiline=True)
    text = _WRAPPING.sub("", ascii_marks(shown))
    if _SCIENTIFIC.fullmatch(text):
        message = "A spreadsheet rounded this number; its last digits are lost"
        return (_refused(raw, "unrecoverable", message),)
    phones: dict[str, Phone] = {}
    for part in _parts(text):
        phone = _one(part, region)
        phones.setdefault(phone.e164 or phone.raw, phone)
    if shown and not phones:
        return (_refused(raw, "no_digits", "This is not a phone number"),)
    return tuple(phones.values())


def _parts(text: str) -> list[str]:
    """Split a cell into the texts of its numbers."""
    parts: list[str] = []
    for part in _SEPARATOR.split(_PAUSE.sub(" ext ", text)):
        words = part.split()
        if len(words) > 1 and all(_count_digits(word) >= 10 for word in words):  # noqa: PLR2004 -- each is a whole number
            parts.extend(words)
        elif words:
            parts.append(part.strip())
    return parts


def _count_digits(text: str) -> int:
    """Return how many digits the text has."""
    return sum(character.isdigit() for character in text)


def _one(raw: str, region: str | None) -> Phone:
    """Read one number with everything people write around it."""
    extension = _EXTENSION.search(raw)
    text = raw[: extension.start()] if extension else raw
    text = _FLOAT_TAIL.sub("", _AFTER.sub("", _BEFORE.sub("", text)))
    is_international = text.lstrip("( ").startswith(("+", "00"))
    compact = _NOISE.sub("", _TRUNK_ZERO.sub("" if is_international else "0", text))
    phone = _read(raw, compact, region)
    return phone._replace(extension=extension[1]) if extension else phone


def _read(raw: str, compact: str, region: str | None) -> Phone:
    """Read digits that may begin with a plus."""
    digits = compact.lstrip("+")
    if _NUMBER.fullmatch(compact) is None:
        code = "letters_in_number" if digits else "no_digits"
        return _refused(raw, code, "This is not a phone number")
    if digits in _PLACEHOLDERS or digits[-_SUBSCRIBER:] in _ONE_DIGIT:
        return _placeholder(raw)
    significant = len(digits.lstrip("0"))
    if not _SHORTEST <= significant <= _LONGEST:
        code = "too_short" if significant < _SHORTEST else "too_long"
        return _refused(raw, code, f"A phone number cannot have {len(digits)} digits")
    if compact[0] == "+" or _has_idd(digits):
        return _read_international(raw, f"+{digits.lstrip('0')}", region)
    return _read_national(raw, digits, region)


def _has_idd(digits: str) -> bool:
    """Tell whether the digits begin with 00 and a calling code."""
    return digits[:2] == "00" and digits[2:3] != "0" and len(digits) >= _WITH_CODE


def _read_international(raw: str, number: str, region: str | None) -> Phone:
    """Read a number that names its calling code."""
    reading = _by_library(number, None)
    if reading is not None and reading.is_valid:
        return _kept(raw, reading)
    national = read_home_number(number[1:], region)
    suggestion = f"+{national[0]}{national[1]}" if national else None
    if reading is not None and suggestion is None:
        return _kept(raw, reading)
    return _refused(raw, "invalid_number", "No numbering plan has such a number", suggestion)


def _read_national(raw: str, digits: str, region: str | None) -> Phone:
    """Read a number without a plus in the region, or by the calling code it may begin with."""
    reading = _by_library(digits, region) if region else None
    if reading is not None and reading.is_valid:
        return _kept(raw, reading)
    starts_with_zero = digits[0] == "0"
    other = None
    issue = Issue("country_code_assumed", "The number was taken to begin with its calling code")
    if starts_with_zero and region:
        other = _by_library(digits[1:], region)
        issue = Issue("trunk_zero_removed", f"Numbers of {region} are written without this zero")
    elif not starts_with_zero and len(digits) >= _WITH_CODE:
        other = _by_library(f"+{digits}", None)
    if other is not None and other.is_valid:
        return _kept(raw, other, issue)
    if reading is not None:
        return _kept(raw, reading)
    return _unresolved(raw, region, other.e164 if other else None)


def _unresolved(raw: str, region: str | None, suggestion: str | None) -> Phone:
    """Return a national number that its region, or the want of one, leaves unread."""
    if region is None:
        question = "Which country does this national number belong to?"
        return _refused(raw, "region_unknown", question, suggestion)
    return _refused(raw, "invalid_number", f"The plan of {region} has no such number", suggestion)


@lru_cache(maxsize=4096)
def _by_library(text: str, region: str | None) -> _Reading | None:
    """Ask phonenumbers; None when the length fits neither a mobile nor a fixed number."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    kind = phonenumbers.number_type(number)  # unknown exactly when the number is not valid
    is_valid = kind != PhoneNumberType.UNKNOWN
    if not is_valid and not any(
        phonenumbers.is_possible_number_for_type(number, possible) for possible in _KINDS
    ):
        return None
    national = phonenumbers.national_significant_number(number)
    e164 = f"+{number.country_code}{national}"
    return _Reading(e164, _KINDS.get(kind, "unknown"), national, is_valid)


def _kept(raw: str, reading: _Reading, *issues: Issue) -> Phone:
    """Return a read number unless its digits were typed only to fill the field."""
    if reading.national in _PLACEHOLDERS:
        return _placeholder(raw)
    if not reading.is_valid:
        note = Issue(
            "unassigned_range", "The length fits, but no operator is known to use this range"
        )
        issues = (*issues, note)
    return Phone(raw, reading.e164, reading.kind, issues=issues)


def _placeholder(raw: str) -> Phone:
    """Return a number that was typed only to fill the field."""
    return _refused(
        raw, "placeholder", "This number was typed to fill the field and reaches nobody"
    )


def _refused(raw: str, code: str, message: str, suggestion: str | None = None) -> Phone:
    """Return the raw text with the reason it is no number."""
    return Phone(raw, None, issues=(Issue(code, message, suggestion),))
