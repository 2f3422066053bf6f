"""How values look in the lists of the admin."""

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.ranges import RangeField
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from unfold.decorators import display
from unfold.utils import display_for_label

CLOSE = Decimal("0.995")  # from here on two digits would round to a whole that it is not
STATES = {"active": "success", "archived": "warning", "merged": "info", "erased": "danger"}


class Tones(dict[Any, str]):
    """The tones of a coloured label; a value without one keeps its words and gets the plain tone.

    Unfold falls back to the bare code for a value it finds no tone for, and to no label at all
    where there are no tones.
    """

    def __bool__(self) -> bool:
        """Return that this is a label, whatever its tones."""
        return True

    def __missing__(self, value: Any) -> str:
        """Return the plain tone."""
        return ""


def when(path: str, description: str, *, ordering: str = "") -> Any:
    """Return a column for a moment: `21 Nov 2026, 14:05` in the reader's time zone.

    `ordering` is what the list is sorted by where `path` is no column of the table.
    """

    @display(description=description, ordering=ordering or path)
    def column(row: Any) -> str:
        value = _end(row, path)
        return moment(value) if value else "-"

    column.__name__ = f"when_{path}"
    return column


def money(amount: str, currency: str, description: str) -> Any:
    """Return a column for an amount with its currency: `INR 24,500,000`."""

    @display(description=description, ordering=amount)
    def column(row: Any) -> str:
        value = getattr(row, amount)
        return "-" if value is None else f"{getattr(row, currency)} {value:,.0f}"

    column.__name__ = f"money_{amount}"
    return column


def badge(path: str, description: str, tones: dict[Any, str]) -> Any:
    """Return a column that shows a choice as a coloured label; `tones` maps values to tones."""
    label = Tones(tones)

    @cache  # drawn once for a choice: a template for every cell took a sixth of a list's time
    def drawn(value: Any, words: str) -> str:
        return str(display_for_label((value, words), "-", label))

    @display(description=description, ordering=path)
    def column(row: Any) -> str:
        return drawn(getattr(row, path), getattr(row, f"get_{path}_display")())

    column.__name__ = f"badge_{path}"
    return column


def number(field: "models.Field[Any, Any]", name: str = "") -> Any:
    """Return a column that rounds a measured number to what a reader takes in."""

    @display(description=str(field.verbose_name), ordering=field.name)
    def column(row: Any) -> str:
        value = getattr(row, field.attname)
        return "-" if value is None else rounded(value)

    column.__name__ = name or f"number_{field.name}"
    return column


def spoken(field: "models.Field[Any, Any]") -> Any:
    """Return a column that says a field's value in words, None where Django's own words do."""
    if is_measured(field):
        return number(field)
    if isinstance(field, RangeField):
        return _told(field, span)
    if isinstance(field, ArrayField) and field.base_field.choices:
        labels = dict(field.base_field.flatchoices)
        return _told(field, lambda codes: ", ".join(str(labels.get(c, c)) for c in codes))
    return None


def span(period: Any) -> str:
    """Return a period as people write it: `12 Jul 2026 to 3 Aug 2026`, `since 3 Aug 2026`."""
    if period.isempty:
        return "-"
    ends = [_day(end) if end is not None else "" for end in (period.lower, period.upper)]
    if all(ends):
        return " to ".join(ends)
    return f"since {ends[0]}" if ends[0] else f"until {ends[1]}" if ends[1] else "always"


def _day(end: Any) -> str:
    local = timezone.localtime(end) if isinstance(end, datetime) else end
    return date_format(local, "j M Y") if isinstance(end, date) else str(end)


def _told(field: "models.Field[Any, Any]", words: Callable[[Any], str]) -> Any:
    @display(description=str(field.verbose_name), ordering=field.name)
    def column(row: Any) -> str:
        value = getattr(row, field.attname)
        return "-" if value is None else words(value)

    column.__name__ = f"told_{field.name}"
    return column


def is_measured(field: "models.Field[Any, Any]") -> bool:
    """Return whether a field holds a score or a share, and no amount of money."""
    if isinstance(field, models.DecimalField):
        return (field.max_digits or 0) - (field.decimal_places or 0) <= 1
    return isinstance(field, models.FloatField)


def rounded(value: float | Decimal) -> str:
    """Return a number with two digits at most: `65.36`; nearly one is `over 0.99`, never 1."""
    if CLOSE <= value < 1:
        return "over 0.99"
    if 0 < value < 1 - CLOSE:
        return "under 0.01"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def moment(value: datetime) -> str:
    """Return a moment as people write it, in the current time zone."""
    return date_format(timezone.localtime(value), "j M Y, H:i")


def as_text(value: Any) -> Any:
    """Return JSON values laid out to be read: flat ones in words, nested ones as they are."""
    if not isinstance(value, dict | list):
        return value
    if not value:
        return "-"
    parts = value.values() if isinstance(value, dict) else value
    if not any(isinstance(part, dict | list) for part in parts):
        return _flat(value)
    text = json.dumps(value, indent=2, ensure_ascii=False, default=str)
    return format_html('<pre class="velocity-json">{}</pre>', text)


def json_column(field: "models.Field[Any, Any]") -> Any:
    """Return a read-only field that lays JSON out."""

    @display(description=str(field.verbose_name))
    def column(row: Any) -> Any:
        return as_text(getattr(row, field.attname))

    column.__name__ = field.name
    return column


def _flat(value: "dict[str, Any] | list[Any]") -> str:
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    lines = ((name.replace("_", " ").capitalize(), _plain(part)) for name, part in value.items())
    return format_html_join(mark_safe("<br>"), "{}: {}", lines)


def _plain(part: Any) -> str:
    if isinstance(part, bool):
        return "yes" if part else "no"
    if part in (None, ""):
        return "-"
    return rounded(part) if isinstance(part, float) else str(part)


def moment_column(field: "models.Field[Any, Any]") -> Any:
    """Return a read-only field that shows a moment in the reader's time zone."""
    column = when(field.name, str(field.verbose_name))
    column.__name__ = field.name
    return column


def file_column(field: "models.Field[Any, Any]") -> Any:
    """Return a read-only field that names a stored file: none is served by where it is kept."""

    @display(description=str(field.verbose_name))
    def column(row: Any) -> str:
        return str(getattr(row, field.attname)) or "-"

    column.__name__ = field.name
    return column


def _end(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name, None)
    return row
