"""Reads every app shares."""

from core.selectors.feed import changes_after
from core.selectors.paging import PAGE_SIZE, BadCursorError, Page, keyset_page

__all__ = ["PAGE_SIZE", "BadCursorError", "Page", "changes_after", "keyset_page"]
