"""What each step of an import shows, a file a step."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from imports.models import RawBatch
from imports.views.panels.approval import approval
from imports.views.panels.columns import columns
from imports.views.panels.file import file
from imports.views.panels.result import result
from imports.views.panels.rows import rows
from imports.views.panels.values import values

PANELS: dict[str, Callable[[HttpRequest, RawBatch], dict[str, Any]]] = {
    "file": file,
    "columns": columns,
    "values": values,
    "rows": rows,
    "approval": approval,
    "result": result,
}
