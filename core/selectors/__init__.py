"""Reads every app shares."""

from core.selectors.feed import (
    ResyncRequiredError,
    changes_after,
    changes_served,
    newest_position,
)
from core.selectors.paging import PAGE_SIZE, BadCursorError, Page, keyset_page

__all__ = [
    "PAGE_SIZE",
    "BadCursorError",
    "Page",
    "ResyncRequiredError",
    "changes_after",
    "changes_served",
    "keyset_page",
    "newest_position",
]
