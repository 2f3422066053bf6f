"""What the app that sells units tells inventory of them, and shows on their pages."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, Value

# returns the condition that a unit (OuterRef("pk")) is kept from sale now
type Kept = "Callable[[], Exists]"

_kept: list[Kept] = []
_inlines: list[type[Any]] = []


def register_kept(condition: Kept) -> None:
    """Say how to know that an available unit is kept from sale for a while."""
    _kept.append(condition)


def kept() -> "Exists | Value":
    """Return the condition that a unit is kept from sale now; false where nobody sells."""
    return _kept[-1]() if _kept else Value(value=False)


def register_unit_inline(inline: type[Any]) -> None:
    """Show the rows of an app above on the page of a unit."""
    _inlines.append(inline)


def unit_inlines() -> list[type[Any]]:
    """Return the inlines of the apps above, in the order they were registered."""
    return list(_inlines)
