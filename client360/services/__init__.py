"""Writes of the founder's pages: one act on many people, and views of lists."""

from client360.services.bulk import (
    LARGEST,
    OPS,
    Act,
    Outcome,
    act_on_many,
    is_proposed,
    people_for,
    permission_for,
)
from client360.services.keeping import (
    NameTakenError,
    delete_view,
    keep_columns,
    keep_view,
)

__all__ = [
    "LARGEST",
    "OPS",
    "Act",
    "NameTakenError",
    "Outcome",
    "act_on_many",
    "delete_view",
    "is_proposed",
    "keep_columns",
    "keep_view",
    "people_for",
    "permission_for",
]
