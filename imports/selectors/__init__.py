"""Reads of imports: where each golden value came from, and how far batches are."""

from imports.selectors.batches import batches_for, may_import
from imports.selectors.explaining import Origin, explain
from imports.selectors.rows import (
    FullRow,
    full_rows,
    issue_counts,
    records_of,
    rows_with,
    troubled_rows,
)

__all__ = [
    "FullRow",
    "Origin",
    "batches_for",
    "explain",
    "full_rows",
    "issue_counts",
    "may_import",
    "records_of",
    "rows_with",
    "troubled_rows",
]
