"""What a cell looks like, as far as finding the table needs to know."""

import re
from typing import Literal

ValueType = Literal["empty", "number", "date", "link", "text"]

EMPTY: ValueType = "empty"
NUMBER: ValueType = "number"
DATE: ValueType = "date"
LINK: ValueType = "link"
TEXT: ValueType = "text"

_ABSENT = frozenset({"", "-", "--", "na", "n/a", "nan", "null", "none", "nil", ".", "?", "\\n"})
_NUMBER = re.compile(
    r"""[-+(]*\s*(?:[$£€₹¥]|[A-Z]{3}\s)?\s*[-+(]?      # sign, currency
        \.?\d[\d\s.,'()/-]*                             # digits; also a telephone number
        (?:e[-+]?\d+)?\s*(?:[%)$£€₹¥]|[A-Z]{3}|cr|l|k|m|mn|lakhs?|lacs?)?""",
    re.VERBOSE | re.IGNORECASE,
)
_DATE = re.compile(
    r"""(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}
        |\d{1,2}[-\ /.]?[a-z]{3,9}[-\ /.,]*\d{2,4}
        |[a-z]{3,9}\ \d{1,2},?\ \d{4}
        |(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-\ ,]+\d{2,4})?
        [T,\s]*(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|[-+]\d\d:?\d\d)?)?""",
    re.VERBOSE | re.IGNORECASE,
)
_LINK = re.compile(r"(?<![^@\s])[^@\s]++@[^@\s]+\.[a-z]{2,}|https?://\S+|www\.\S+", re.IGNORECASE)


def value_type(cell: str) -> ValueType:
    """Classify a cell by its look: empty (or a word for it), number, date, link or text."""
    text = cell.strip()
    if text.lower() in _ABSENT:
        return EMPTY
    if len(text) > 60:  # noqa: PLR2004 -- a longer cell is prose or a link
        return LINK if _LINK.match(text) else TEXT
    if any(digit.isdigit() for digit in text):
        if _DATE.fullmatch(text):
            return DATE
        if _NUMBER.fullmatch(text):
            return NUMBER
    return LINK if _LINK.fullmatch(text) else TEXT
