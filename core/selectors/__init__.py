"""Reads every app shares."""

from core.selectors.feed import (
    ResyncRequiredError,
    changes_after,
    changes_served,
    newest_position,
)
from core.selectors.paging import (
    PAGE_SIZE,
    BadCursorError,
    Page,
    cursor_of,
    keyset_page,
    neighbours,
)

__all__ = [
    "PAGE_SIZE",
    "BadCursorError",
    "Page",
    "ResyncRequiredError",
    "changes_after",
    "changes_served",
    "cursor_of",
    "keyset_page",
    "neighbours",
    "newest_position",
]
