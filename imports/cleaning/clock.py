"""The clock time written beside a date, with its zone."""

import re
from datetime import UTC, time, timedelta, timezone, tzinfo
from typing import Final, NamedTuple

_CLOCK: Final = re.compile(
    r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2}))?(?::(?P<second>[0-9]{2})(?:[.,](?P<part>[0-9]{1,9}))?)?"
    r"\s*(?P<half>[ap])?(?(half)\.?m\.?)"
    r"\s*(?P<zone>z|utc|gmt|ist|gst)?\s*(?:(?P<sign>[+-])(?P<hours>[0-9]{1,2}):?(?P<minutes>[0-9]{2})?)?"
    r"(?:\s*\([^()]*\))?",
)
# the two home markets; other abbreviations name several zones
_ZONES: Final = {
    "z": UTC,
    "utc": UTC,
    "gmt": UTC,
    "ist": timezone(timedelta(hours=5, minutes=30), "IST"),
    "gst": timezone(timedelta(hours=4), "GST"),
}
_HALF_DAY: Final = 12
_WIDEST_OFFSET: Final = 14
_MINUTES: Final = 60


class Clock(NamedTuple):
    """A time of day, and its zone when one was written."""

    time: time
    zone: tzinfo | None


def read_clock(text: str) -> Clock | None:
    """Return the time written as `9:12`, `09:12:33.5 +05:30`, `9.12 pm` style text, else None.

    `text` is lower-case ASCII. A zone abbreviation that is not known makes the time unreadable.
    """
    found = _CLOCK.fullmatch(text)
    if found is None or not (found["minute"] or found["half"]):
        return None
    hour, minute, second = int(found["hour"]), int(found["minute"] or 0), int(found["second"] or 0)
    if found["half"]:
        if not 1 <= hour <= _HALF_DAY:
            return None
        hour = hour % _HALF_DAY + (_HALF_DAY if found["half"] == "p" else 0)
    microsecond = int((found["part"] or "0").ljust(6, "0")[:6])
    try:
        return Clock(time(hour, minute, second, microsecond), _zone(found))
    except ValueError:
        return None


def _zone(found: re.Match[str]) -> tzinfo | None:
    """Return the zone of a match; raises ValueError for an offset no place has."""
    if not found["sign"]:
        return _ZONES.get(found["zone"] or "")
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    if hours > _WIDEST_OFFSET or minutes >= _MINUTES:
        raise ValueError(found["hours"])
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if found["sign"] == "-" else offset)
