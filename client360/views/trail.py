"""From one dossier to the next of the list it was opened from, and back to the list.

The address carries all of it: what the list was asked, and where in it the record stood. So a
record that was changed meanwhile, and stands elsewhere now, leads on from where it was.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from client360.filters import AccountList, ContactList, ListQuery
from client360.filters.trail import LIST, PLACE, STANDING, way
from client360.selectors import account_rows, contact_rows
from client360.views.reading import reader
from core.models import User
from core.selectors import BadCursorError, neighbours

type Rows = Callable[[User], "QuerySet[Any]"]
LISTS: Final[dict[str, tuple[type[ListQuery], Rows]]] = {
    "contact": (ContactList, contact_rows),
    "account": (AccountList, account_rows),
}
NARROWS_NOTHING: Final = {"after", "order", "view"}


@dataclass(frozen=True, slots=True)
class Trail:
    """The way back to a list, and on to the neighbours of a record there; empty at an end.

    `standing` is the third of 57, where that is known without counting.
    """

    back: str
    previous: str = ""
    next: str = ""
    standing: tuple[int, int] | None = None


def trail_of(request: HttpRequest, kind: str) -> Trail | None:
    """Return the trail of a dossier; None for one that was not opened out of a list."""
    if LIST not in request.GET:
        return None
    given = QueryDict(request.GET[LIST])
    make, rows = LISTS[kind]
    asked = make(request, given)
    try:
        before, after = neighbours(
            asked.narrow(rows(reader(request))),
            order=asked.order.columns,
            cursor=request.GET.get(PLACE, ""),
            by_branch=not given.keys() - NARROWS_NOTHING,
        )
    except BadCursorError:
        return Trail(asked.here)
    standing = _standing(request, before, after)
    number, of = standing or (0, 0)

    def to(row: dict[str, Any] | None, step: int) -> str:
        if row is None:
            return ""
        there = reverse(f"client360:{kind}", args=[row["uid"]])
        return f"{there}?{way(asked, row, standing and (number + step, of))}"

    return Trail(asked.here, to(before, -1), to(after, 1), standing)


def _standing(request: HttpRequest, before: object, after: object) -> tuple[int, int] | None:
    """Return which of how many the address says it is, unless the neighbours tell otherwise."""
    said = re.fullmatch(r"([0-9]{1,3})-([0-9]{1,3})", request.GET.get(STANDING, ""))
    if said is None:
        return None
    number, of = int(said[1]), int(said[2])
    fits = (number == 1) == (before is None) and (number == of) == (after is None)
    return (number, of) if fits and 1 <= number <= of else None
