"""Writes of the founder's pages: views of lists."""

from client360.services.keeping import (
    NameTakenError,
    delete_view,
    keep_columns,
    keep_view,
)

__all__ = [
    "NameTakenError",
    "delete_view",
    "keep_columns",
    "keep_view",
]
