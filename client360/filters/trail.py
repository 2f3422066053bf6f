"""The list a dossier was opened from, as the address of the dossier carries it."""

from typing import Any, Final
from urllib.parse import urlencode

from client360.filters.query import ListQuery
from core.selectors import cursor_of

LIST: Final = "list"  # what the address of the list asks for
PLACE: Final = "at"  # where in the list the record stood
STANDING: Final = "n"  # `3-57`: the third of 57, where the list is one page


def way(asked: ListQuery, row: Any, standing: tuple[int, int] | None = None) -> str:
    """Return the query that opens the dossier of a row as one of a list."""
    said = {LIST: asked.query, PLACE: cursor_of(row, asked.order.columns)}
    if standing:
        said[STANDING] = "{}-{}".format(*standing)
    return urlencode(said)
