"""Rows that read like the sums of others; whether they are is for a person to say."""

import re
from typing import Final

from imports.cleaning import clean_text
from imports.cleaning.result import Issue
from imports.projection.state import Column, Projected, note

CODE: Final = "total_row"
_NAME: Final = "_totals"
_WORDS: Final = (
    r"(?:(?:sub|grand|net|page|overall|running|report)[\s_-]*)?totals?\b"
    r"|(?:zwischen|gesamt)?summe\b|gesamt\b|insgesamt\b|sous[\s-]?total\b|toplam\b|итого\b|всего\b"
    r"|(?:ال)?مجموع\b|(?:ال)?[إا]جمالي\b|कुल(?=\s*[:(\d]|\s*$)|合计|小计|总计"
)
_READS: Final = re.compile(rf"\W*(?:{_WORDS})", re.IGNORECASE)
_SURE: Final = re.compile(
    rf"\W*(?:(?:sub|grand)[\s_-]*totals?\b|(?:{_WORDS}).*[:=\d])", re.IGNORECASE
)
_ISSUE: Final = Issue(CODE, "This reads like the totals of other rows")


def reads_like_a_sum(text: str) -> bool:
    """Return whether a name begins as the sum of other rows would be called."""
    return _READS.match(text) is not None


def look_at(row: Projected, column: Column, raw: str) -> None:
    """Remember a name that reads like a sum."""
    if reads_like_a_sum(raw):
        row.extra.setdefault(_NAME, (column, raw))


def finish(row: Projected, *, sure: bool = False) -> None:
    """Say that the row reads like totals unless a number or address says who it is.

    With `sure` a name that only begins so is none, as of a firm "Total Energies": it takes a
    sub-total, a colon or a number.
    """
    column, raw = row.extra.pop(_NAME, (None, ""))
    if column is None or row.points:
        return
    if not sure or _SURE.match(clean_text(raw)):
        note(row, column, _ISSUE, raw)
