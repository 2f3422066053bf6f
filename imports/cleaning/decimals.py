"""One written number: Indian, English, continental and spaced grouping, never a float."""

import re
from decimal import Decimal
from typing import Final

_PLAIN: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_GROUPS: Final = re.compile(r"[1-9][0-9]{0,2}(?:(?P<mark>[,.' ])[0-9]{3})(?:(?P=mark)[0-9]{3})*")
_INDIAN_GROUPS: Final = re.compile(
    r"[1-9][0-9]?(?:(?P<mark>[, ])[0-9]{2})(?:(?P=mark)[0-9]{2})*(?P=mark)[0-9]{3}"
)
_DECIMAL_TAIL: Final = re.compile(r"(?P<whole>.*[^,.])(?P<mark>[,.])(?P<fraction>[0-9]+)")
_MARKS: Final = str.maketrans("", "", ",.' ")
_SPACED_MARKS: Final = str.maketrans(
    {"\u066b": ".", "\u066c": ",", "\u2019": "'", "\u00a0": " ", "\u202f": " "}
)
_THOUSAND: Final = 3
MAX_DIGITS: Final = 18
"""Longer digit strings are identifiers, not amounts."""

NUMBER: Final = r"[0-9](?:[0-9,.' ]*[0-9])?"
"""What may be a written number inside a longer text (ASCII digits)."""


def parse_decimal(written: str, *, scaled: bool = False) -> Decimal | None:
    """Return the number, or None when it is malformed or can be read in two ways.

    `scaled` says that a unit such as `lakh` or `M` follows: then `1.250` is 1.25, while alone it
    may as well be one thousand two hundred and fifty.
    """
    text = written.translate(_SPACED_MARKS).strip()
    if not text or len(text.translate(_MARKS)) > MAX_DIGITS:
        return None
    if _PLAIN.fullmatch(text):
        return None if not scaled and _is_two_faced(text) else Decimal(text)
    whole = _grouped(text)
    if whole is not None:
        return Decimal(whole)
    return _with_decimal_mark(text)


def _is_two_faced(text: str) -> bool:
    """Tell whether a lone dot may group thousands as well as start decimals (`12.500`)."""
    whole, dot, fraction = text.partition(".")
    return bool(dot) and len(fraction) == _THOUSAND and 0 < len(whole.lstrip("0")) <= _THOUSAND


def _grouped(text: str) -> str | None:
    """Return the digits of a whole number whose groups are consistent."""
    if _GROUPS.fullmatch(text) or _INDIAN_GROUPS.fullmatch(text):
        return text.translate(_MARKS)
    return None


def _with_decimal_mark(text: str) -> Decimal | None:
    """Return a number whose last mark starts the decimals: `1.250.000,00`, `2,5`, `1,250.75`."""
    tail = _DECIMAL_TAIL.fullmatch(text)
    if tail is None:
        return None
    whole, mark, fraction = tail["whole"], tail["mark"], tail["fraction"]
    digits = whole if whole.isdigit() else _grouped(whole)
    if digits is None or mark in whole:
        return None
    return Decimal(f"{digits}.{fraction}")
