"""Dates as all our pages write them: `30 Dec 2026`, `30 Dec 2026, 14:05`."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j M Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j M Y, H:i"
TIME_FORMAT = "H:i"
