"""What a cell of a workbook shows, as text."""

import re
from datetime import MAXYEAR, date, datetime, time, timedelta

_EXACT = 2**53  # integers up to here survive a spreadsheet's floating point
_SECOND = 1_000_000  # microseconds
_NOISE = 5_000  # microseconds that a rounded fraction of a day is off
_ANY_DAY = date(2000, 1, 1)
_LINE_END = re.compile(r"(?:_x000D_|\r)\n?")  # writers escape the carriage return, some twice

Value = int | float | str | bool | time | date | datetime | timedelta


def as_text(value: Value) -> str:
    r"""Write a cell as its number, text or ISO date; whole numbers have no decimal point.

    Numbers have the 15 digits that Excel shows, lines of text end in `\n` alone.
    """
    if isinstance(value, str):
        return _LINE_END.sub("\n", value) if "\r" in value or "_x000D_" in value else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, timedelta):
        return _duration(value)
    if isinstance(value, datetime | time):
        return _moment(value)
    return str(value)


def _number(value: float) -> str:
    if not value.is_integer():
        value = float(f"{value:.15g}")  # digits beyond come of calculating: 0.1 + 0.2
    whole = value.is_integer() and abs(value) <= _EXACT
    return str(int(value)) if whole else repr(value)


def _moment(value: datetime | time) -> str:
    if isinstance(value, datetime):
        return _whole_second(value).isoformat()
    return _whole_second(datetime.combine(_ANY_DAY, value)).time().isoformat()


def _whole_second(moment: datetime) -> datetime:
    """Round a moment a few milliseconds off a second: many writers give days seven digits."""
    off = (moment.microsecond + _SECOND // 2) % _SECOND - _SECOND // 2
    near = abs(off) <= _NOISE and moment.year < MAXYEAR
    return moment - timedelta(microseconds=off) if near else moment


def _duration(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"
