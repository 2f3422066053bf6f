"""Dates and moments, read strictly in the format of their column.

Nothing is guessed from a single cell: `03/04/2025` is read in the column's format or not at all.
Excel serials and Unix epochs are recognised by their range.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from imports.cleaning.clock import Clock, read_clock
from imports.cleaning.date_order import MONTHS_IN_YEAR, YEAR_DIGITS, DateFormat
from imports.cleaning.result import Cleaned, Issue
from imports.cleaning.text import ascii_marks, clean_text, fold

_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100
_CENTURY: Final = 100
_SHORT_YEAR: Final = 2
_PIVOT: Final = 69  # POSIX: 69-99 are 1969-1999, 00-68 are 2000-2068
_MONTH_NAMES: Final = (
    "january jan janvier janv januar janner jaenner enero ene",
    "february feb fevrier fevr fev februar febrero",
    "march mar mars marz maerz mrz marzo",
    "april apr avril avr abril abr",
    "may mai mayo",
    "june jun juin juni junio",
    "july jul juillet juil juli julio",
    "august aug aout agosto ago",
    "september sept sep septembre septiembre setiembre",
    "october oct octobre oktober okt octubre",
    "november nov novembre noviembre",
    "december dec decembre dezember dez diciembre dic",
)
_MONTHS: Final = {
    name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()
}
_LONGEST: Final = 120  # letters of a date with its clock, in words
_GAP: Final = r"[\s/.,'-]*"
_MONTH: Final = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b"
_DAY: Final = r"(?P<day>[0-9]{1,2})"
_YEAR: Final = r"(?P<year>[0-9]{4}|[0-9]{2})"
_NAMED: Final = (
    re.compile(rf"{_DAY}{_GAP}{_MONTH}{_GAP}{_YEAR}"),
    re.compile(rf"{_MONTH}{_GAP}{_DAY}(?![0-9]){_GAP}{_YEAR}"),
    re.compile(rf"(?P<year>[0-9]{{4}}){_GAP}{_MONTH}{_GAP}{_DAY}"),
)
_NAMED_NO_YEAR: Final = re.compile(
    rf"{_DAY}{_GAP}{_MONTH}|(?P<word>{'|'.join(_MONTHS)})\s+[0-9]{{1,2}}"
)
_NAMED_NO_DAY: Final = re.compile(
    rf"{_MONTH}{_GAP}{_YEAR}|(?P<long>[0-9]{{4}}){_GAP}(?:{'|'.join(_MONTHS)})"
)
_ISO_DAY: Final = 10
_ISO: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{3,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_TRIPLE: Final = re.compile(r"([0-9]{1,4})\s*([./ -])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,4})")
_PAIR: Final = re.compile(r"(--)?([0-9]{1,2})[./-]([0-9]{1,2})")
_NO_DAY: Final = re.compile(r"[0-9]{4}(?:[./-][0-9]{1,2})?|[0-9]{1,2}[./-][0-9]{4}")
_COMPACT: Final = re.compile(r"[0-9]{8}")
_COMPACT_MOMENT: Final = re.compile(r"([0-9]{8})t?([0-9]{2})([0-9]{2})([0-9]{2})(z?)")
_NUMBER: Final = re.compile(r"[0-9]{5,16}(?:\.[0-9]+)?")
_NOTHING: Final = re.compile(
    r"0{1,4}[./-]0{1,2}[./-]0{1,4}|0+(?:\.0+)?|n\.?/?a\.?|-+|null|none|nil|1899-12-30|0001-01-01"
)
# a day and a clock of two columns, each written as a formula to keep it
_GUARDED_PART: Final = re.compile(r"(?<!\S)=\"([^\"]*)\"(?!\S)")
_WEEKDAY: Final = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]*\s+")
_FILLER: Final = re.compile(r"(?<=[0-9])(?:st|nd|rd|th|er|\.)(?=[\s,]|$)|\b(?:de|del|of)\b")
_AT_CLOCK: Final = re.compile(r"(?:t|\s|,|\bat\b)+(?=[0-9]{1,2}(?::[0-9]|\s?[ap]\.?m))")

_EXCEL_EPOCH: Final = datetime(1899, 12, 30, tzinfo=UTC)
_UNIX_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EXCEL_RANGE: Final = (10_000, 80_000)  # 1927 to 2119
_SECONDS_RANGE: Final = (10**8, 4_102_444_800)  # 1973 to 2100
_EPOCH_UNITS: Final = (1, 1_000, 1_000_000)  # seconds, milliseconds, microseconds
_DAY_SECONDS: Final = 86_400


class _Moment(NamedTuple):
    """A date, and the clock time beside it when there was one."""

    day: date
    clock: Clock | None = None


class _Unreadable(Exception):  # noqa: N818 -- an outcome of reading, caught in this module only
    """Carries the issue out of the nested reading steps."""

    def __init__(self, code: str, message: str, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.issue = Issue(code, message, suggestion)


@lru_cache(maxsize=8192)
def clean_date(
    raw: str, fmt: DateFormat | None = None, *, not_after: date | None = None
) -> Cleaned[date]:
    """Return the date of one cell, as written (no zone shifts it). Never raises.

    `fmt` is the format of the column. With `not_after`, as for births, a two-digit year is the
    latest one that is not after that day, and a later date is refused.
    """
    try:
        moment = _read(raw, fmt, not_after)
    except _Unreadable as unreadable:
        return Cleaned(None, (unreadable.issue,))
    return Cleaned(moment.day if moment else None)


@lru_cache(maxsize=8192)
def clean_datetime(
    raw: str, fmt: DateFormat | None = None, *, zone: tzinfo = UTC
) -> Cleaned[datetime]:
    """Return the moment of one cell in UTC. Never raises.

    A time written without a zone is in `zone`; a date alone is its midnight there.
    """
    try:
        moment = _read(raw, fmt, None)
    except _Unreadable as unreadable:
        return Cleaned(None, (unreadable.issue,))
    if moment is None:
        return Cleaned(None)
    clock = moment.clock or Clock(time(), None)
    local = datetime.combine(moment.day, clock.time, tzinfo=clock.zone or zone)
    return Cleaned(local.astimezone(UTC))


def _read(raw: str, fmt: DateFormat | None, not_after: date | None) -> _Moment | None:
    """Return the moment of a cell, None for a blank one; raises _Unreadable."""
    moment = _read_iso(raw) or _read_any(raw, fmt, not_after)
    if moment is not None:
        _check_range(moment.day, not_after)
    return moment


def _read_iso(raw: str) -> _Moment | None:
    """Read the usual ISO forms without ceremony; None leaves the text to the careful way."""
    if _ISO.fullmatch(raw) is None:
        return None
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        return None
    clock = Clock(moment.time(), moment.tzinfo) if len(raw) > _ISO_DAY else None
    return _Moment(moment.date(), clock)


def _read_any(raw: str, fmt: DateFormat | None, not_after: date | None) -> _Moment | None:
    """Read a cell in any of the known forms."""
    text = clean_text(raw)
    if len(text) > _LONGEST:
        raise _Unreadable("unreadable_date", "This is not a date")
    shown = _GUARDED_PART.sub(r"\1", text)
    if not shown:
        return None
    text = fold(ascii_marks(shown))
    if _NOTHING.fullmatch(text):
        raise _Unreadable("empty_date", "This stands for no date")
    return _read_number(text, fmt) or _read_written(text, fmt, not_after)


def _check_range(day: date, not_after: date | None) -> None:
    """Refuse years no record of ours has, and births to come."""
    if not _FIRST_YEAR <= day.year < _LAST_YEAR:
        raise _Unreadable("implausible_year", f"The year {day.year} cannot be meant")
    if not_after is not None and day > not_after:
        raise _Unreadable("in_future", "This date has not come yet", day.isoformat())


def _read_number(text: str, fmt: DateFormat | None) -> _Moment | None:
    """Read a bare number: compact date, Excel serial or Unix epoch; None when it is none."""
    compact = _COMPACT_MOMENT.fullmatch(text)
    if compact:
        clock = read_clock(f"{compact[2]}:{compact[3]}:{compact[4]}{compact[5]}")
        day = _compact_day(compact[1], None)
        return _Moment(day, clock) if day and clock else None
    if _COMPACT.fullmatch(text):
        day = _compact_day(text, fmt)
        return _Moment(day) if day else None
    return _serial(Decimal(text)) if _NUMBER.fullmatch(text) else None


def _compact_day(digits: str, fmt: DateFormat | None) -> date | None:
    """Read eight digits, year first or else in the column's format."""
    day = _day_or_none(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if day is not None and _FIRST_YEAR <= day.year < _LAST_YEAR:
        return day
    first, second, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if fmt is DateFormat.DAY_FIRST:
        return _day_or_none(year, second, first)
    return _day_or_none(year, first, second) if fmt is DateFormat.MONTH_FIRST else None


def _serial(number: Decimal) -> _Moment | None:
    """Read an Excel serial or a Unix epoch by its range."""
    if _EXCEL_RANGE[0] <= number < _EXCEL_RANGE[1]:
        moment = _EXCEL_EPOCH + timedelta(seconds=round(number * _DAY_SECONDS))
        clock = Clock(moment.time(), None) if number % 1 else None
        return _Moment(moment.date(), clock)
    for unit in _EPOCH_UNITS:
        if _SECONDS_RANGE[0] <= number / unit < _SECONDS_RANGE[1]:
            moment = _UNIX_EPOCH + timedelta(microseconds=int(number * 1_000_000 / unit))
            return _Moment(moment.date(), Clock(moment.time(), UTC))
    return None


def _read_written(text: str, fmt: DateFormat | None, not_after: date | None) -> _Moment:
    """Read a date in figures or with a month name, and a time behind it."""
    text = _WEEKDAY.sub("", text)
    at = _AT_CLOCK.search(text)
    clock = None
    if at:
        clock = read_clock(text[at.end() :].strip())
        if clock is None:
            raise _Unreadable("unreadable_time", "The time of day or its zone cannot be read")
        text = text[: at.start()]
    text = " ".join(_FILLER.sub(" ", text).split()).strip(" ,")
    return _Moment(_read_day(text, fmt, not_after), clock)


def _read_day(text: str, fmt: DateFormat | None, not_after: date | None) -> date:
    """Read a date without time; raises _Unreadable."""
    triple = _TRIPLE.fullmatch(text)
    if triple:
        return _read_triple((triple[1], triple[3], triple[4]), fmt, not_after)
    for pattern in _NAMED:
        named = pattern.fullmatch(text)
        if named:
            month, day = _MONTHS[named["month"]], int(named["day"])
            return _day_in_year(named["year"], month, day, not_after)
    raise _incomplete(text, fmt)


def _read_triple(
    parts: tuple[str, str, str], fmt: DateFormat | None, not_after: date | None
) -> date:
    """Read three figures in the order of the column, or in the only order they allow."""
    first, second, third = parts
    if len(first) == YEAR_DIGITS or (fmt is DateFormat.YEAR_FIRST and len(third) != YEAR_DIGITS):
        return _day_in_year(first, int(second), int(third), not_after)
    one, two = int(first), int(second)
    if one > MONTHS_IN_YEAR >= two or one == two:
        order = DateFormat.DAY_FIRST
    elif two > MONTHS_IN_YEAR >= one:
        order = DateFormat.MONTH_FIRST
    elif fmt is None or fmt is DateFormat.YEAR_FIRST:
        raise _Unreadable("ambiguous_order", "Which comes first in this column, day or month?")
    else:
        order = fmt
    day = _day_in_year(
        third, *((two, one) if order is DateFormat.DAY_FIRST else (one, two)), not_after
    )
    if fmt is not None and order is not fmt and one != two:
        message = "Day and month are in another order than in the rest of the column"
        raise _Unreadable("order_contradicts_column", message, day.isoformat())
    return day


def _day_in_year(year: str, month: int, day: int, not_after: date | None) -> date:
    """Return the date, completing a two-digit year; raises _Unreadable when there is none."""
    if len(year) == YEAR_DIGITS:
        found = _day_or_none(int(year), month, day)
    elif len(year) != _SHORT_YEAR:
        raise _Unreadable("unreadable_date", "This is not a date")
    elif not_after is None:
        found = _day_or_none(int(year) + (1900 if int(year) >= _PIVOT else 2000), month, day)
    else:
        century = not_after.year // _CENTURY * _CENTURY
        days = (_day_or_none(start + int(year), month, day) for start in (century, century - 100))
        found = next((one for one in days if one is not None and one <= not_after), None)
    if found is None:
        raise _Unreadable("no_such_date", "The calendar has no such date")
    return found


def _day_or_none(year: int, month: int, day: int) -> date | None:
    """Return the date if the calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _incomplete(text: str, fmt: DateFormat | None) -> _Unreadable:
    """Return what is missing from a text that is not a whole date."""
    pair = _PAIR.fullmatch(text)
    if pair:
        day_first = not pair[1] and (fmt is DateFormat.DAY_FIRST or int(pair[2]) > MONTHS_IN_YEAR)
        month, day = (pair[3], pair[2]) if day_first else (pair[2], pair[3])
        known = pair[1] or fmt is not None or max(int(month), int(day)) > MONTHS_IN_YEAR
        suggestion = (
            f"--{month:0>2}-{day:0>2}"
            if known and _day_or_none(2000, int(month), int(day))
            else None
        )
        return _Unreadable("year_missing", "The year is missing", suggestion)
    if _NAMED_NO_YEAR.fullmatch(text):
        return _Unreadable("year_missing", "The year is missing")
    if _NO_DAY.fullmatch(text) or _NAMED_NO_DAY.fullmatch(text):
        return _Unreadable("day_missing", "The day is missing")
    return _Unreadable("unreadable_date", "This is not a date")
