"""Pages of a list without counting or skipping."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from core.querysets import page_by_branches
from core.selectors.prepared import prepared_rows

PAGE_SIZE = 50


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
        rows = rows.filter(_beyond(names, values, less=descending != back))
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


def _flipped(order: Sequence[str]) -> list[str]:
    return [name[1:] if name.startswith("-") else f"-{name}" for name in order]


def _beyond(names: list[str], values: list[Any], *, less: bool) -> Q:
    """Return the row comparison; its first, redundant term is what the index serves."""
    sign = "lt" if less else "gt"
    condition = Q(**{f"{names[-1]}__{sign}": values[-1]})
    for name, value in zip(reversed(names[:-1]), reversed(values[:-1]), strict=True):
        condition = Q(**{f"{name}__{sign}e": value}) & (Q(**{f"{name}__{sign}": value}) | condition)
    return condition


def _value(row: Any, name: str) -> Any:
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
