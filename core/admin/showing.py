"""How values look in the lists of the admin."""

import json
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from unfold.decorators import display

STATES = {"active": "success", "archived": "warning", "merged": "info", "erased": "danger"}


def when(path: str, description: str) -> Any:
    """Return a column for a moment: `21 Nov 2026, 14:05` in the reader's time zone."""

    @display(description=description, ordering=path)
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

    @display(description=description, ordering=path, label=tones)
    def column(row: Any) -> tuple[str, str]:
        return getattr(row, path), getattr(row, f"get_{path}_display")()

    column.__name__ = f"badge_{path}"
    return column


def moment(value: datetime) -> str:
    """Return a moment as people write it, in the current time zone."""
    return date_format(timezone.localtime(value), "j M Y, H:i")


def as_text(value: Any) -> Any:
    """Return JSON values laid out to be read."""
    if not isinstance(value, dict | list):
        return value
    text = json.dumps(value, indent=2, ensure_ascii=False, default=str)
    return format_html('<pre class="velocity-json">{}</pre>', text)


def json_column(field: "models.Field[Any, Any]") -> Any:
    """Return a read-only field that lays JSON out."""

    @display(description=str(field.verbose_name))
    def column(row: Any) -> Any:
        return as_text(getattr(row, field.attname))

    column.__name__ = field.name
    return column


def _end(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name, None)
    return row
