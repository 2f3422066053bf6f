"""What was read in every row."""

from typing import Any

from django.http import HttpRequest

from core.selectors import keyset_page
from imports.models import RawBatch
from imports.selectors import full_rows, issue_counts, rows_with, troubled_rows
from imports.services import current_manifest
from imports.views.reading import shown_row


def values(request: HttpRequest, batch: RawBatch) -> dict[str, Any]:
    """Return the rows with their values, a page at a time."""
    issue = request.GET.get("issue", "")
    found = rows_with(batch, issue=issue)
    page = keyset_page(found, order=("row_no",), cursor=request.GET.get("after"))
    columns = {column.position: column for column in current_manifest(batch).columns.all()}
    rows = full_rows(batch, [row.row_no for row in page.rows])
    return {
        "page": page,
        "rows": [shown_row(row, columns) for row in rows],
        "issue": issue,
        "issues": issue_counts(batch),
        "troubled": troubled_rows(batch).count(),
    }
