"""Pages of a list without counting or skipping."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Value

from core.querysets import OwnedQuerySet, page_by_branches
from core.selectors.prepared import prepared_rows

PAGE_SIZE = 50
BEFORE, AFTER = "before", "after"


class BadCursorError(ValueError):
    """The cursor was not made by this list."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its rows, and the cursors of its neighbours (None at an end)."""

    rows: list[Any]
    next: str | None
    previous: str | None


def keyset_page(
    rows: "models.QuerySet[Any]",
    *,
    order: Sequence[str] = ("-updated_at", "-id"),
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
    by_branch: bool = False,
    prepared: bool = False,
) -> Page:
    """Return one page without counting or skipping rows.

    `order` names not-null columns that all run in one direction and end in a unique one, so an
    index over them serves every page alike. `by_branch` reads a list without filters by the
    branches of its visibility rule, where the order has their indexes; `prepared` rows, of a
    `values()` query, come by a statement the database keeps the plan of, where it is the same for
    everybody. Raises BadCursorError for a cursor of another list.
    """
    names = [name.lstrip("-") for name in order]
    descending = order[0].startswith("-")
    back, values = _read(cursor, len(names))
    if values is not None:
        rows = _past(rows, names, values, less=descending != back)
    wanted = _flipped(order) if back else list(order)
    narrowed = rows
    if by_branch and names[0] == "updated_at":
        narrowed = page_by_branches(rows, wanted, limit + 1)
    ordered = narrowed.order_by(*wanted)[: limit + 1]
    try:
        found = prepared_rows(ordered) if prepared and narrowed is rows else list(ordered)
    except (ValueError, TypeError) as error:
        raise BadCursorError("the cursor belongs to another list") from error
    more, found = len(found) > limit, found[:limit]
    if back:
        found.reverse()
    if not found:
        return Page([], None, None)
    after = more if not back else True
    before = more if back else values is not None
    return Page(
        found,
        _write(found[-1], names, back=False) if after else None,
        _write(found[0], names, back=True) if before else None,
    )


def cursor_of(row: Any, order: Sequence[str]) -> str:
    """Return the place of one row in a list of this order."""
    return _write(row, [name.lstrip("-") for name in order], back=False)


def neighbours(
    rows: "models.QuerySet[Any]",
    *,
    order: Sequence[str],
    cursor: str,
    by_branch: bool = False,
) -> "tuple[dict[str, Any] | None, dict[str, Any] | None]":
    """Return the rows before and after a place, None at an end; one statement, without counting.

    Each holds `uid` and what `cursor_of` needs; `order` and `by_branch` are those of
    `keyset_page`. The row of the place itself need not be in the list any more. Raises
    BadCursorError.
    """
    names = [name.lstrip("-") for name in order]
    _, values = _read(cursor, len(names))
    if values is None:
        raise BadCursorError("the cursor names no place")
    descending = order[0].startswith("-")
    branches = _branches(rows) if by_branch and names[0] == "updated_at" else [Q()]
    parts = [
        _past(rows, names, values, less=descending == (side == AFTER))
        .filter(branch)
        .order_by(*(order if side == AFTER else _flipped(order)))
        .annotate(side=Value(side))
        .values("uid", "side", *names)[:1]
        for side in (BEFORE, AFTER)
        for branch in branches
    ]
    try:
        found = list(parts[0].union(*parts[1:], all=True))
    except (ValueError, TypeError) as error:
        raise BadCursorError("the cursor belongs to another list") from error

    def nearest(side: str) -> "dict[str, Any] | None":
        choose = max if descending == (side == AFTER) else min
        there = (row for row in found if row["side"] == side)
        return choose(there, key=lambda row: [row[name] for name in names], default=None)

    return nearest(BEFORE), nearest(AFTER)


def _branches(rows: "models.QuerySet[Any]") -> list[Q]:
    """Return the branches of the rule the rows were narrowed by, one that keeps all without."""
    user = getattr(rows, "seen_by", None)
    return rows.branches(user) if isinstance(rows, OwnedQuerySet) and user else [Q()]


def _flipped(order: Sequence[str]) -> list[str]:
    return [name[1:] if name.startswith("-") else f"-{name}" for name in order]


def _past(
    rows: "models.QuerySet[Any]", names: list[str], values: list[Any], *, less: bool
) -> "models.QuerySet[Any]":
    """Return the rows on one side of a place; raises BadCursorError for what is no place here."""
    try:
        return rows.filter(_beyond(names, values, less=less))
    except (ValueError, TypeError, ValidationError) as error:
        raise BadCursorError("the cursor belongs to another list") from error


def _beyond(names: list[str], values: list[Any], *, less: bool) -> Q:
    """Return the row comparison; its first, redundant term is what the index serves."""
    sign = "lt" if less else "gt"
    condition = Q(**{f"{names[-1]}__{sign}": values[-1]})
    for name, value in zip(reversed(names[:-1]), reversed(values[:-1]), strict=True):
        condition = Q(**{f"{name}__{sign}e": value}) & (Q(**{f"{name}__{sign}": value}) | condition)
    return condition


def _value(row: Any, name: str) -> Any:
    if isinstance(row, dict) and name in row:
        return row[name]
    for part in name.split("__"):
        row = row[part] if isinstance(row, dict) else getattr(row, part)
    return row


def _write(row: Any, names: list[str], *, back: bool) -> str:
    payload = {"b": back, "v": [_value(row, name) for name in names]}
    text = json.dumps(payload, default=str, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str | None, width: int) -> tuple[bool, list[Any] | None]:
    if not cursor:
        return False, None
    try:
        payload = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        back, values = bool(payload["b"]), list(payload["v"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadCursorError("the cursor is damaged; start from the first page") from error
    if len(values) != width:
        raise BadCursorError("the cursor belongs to another list")
    return back, values
