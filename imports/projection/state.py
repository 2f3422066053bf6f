"""The row being projected: what was understood so far, and where every cell went."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from imports.cleaning import NOTHING, DateFormat, Stated
from imports.cleaning.result import Issue

VISIBLE_NUL = "\u2400"  # what the reader shows for a byte no database text can hold
HOME = "home"  # the kind of address a row has unless its columns say another
LINES = "lines"  # cells that wait for a note


@dataclass(slots=True)
class Projected:
    """One row's typed values.

    `entity` holds golden fields, `points` contact points ({kind, value, raw, label, key, column}),
    `address` the parts of the first address, with its `kind` unless it is at home, `others` the
    parts of further ones by kind, `extra` values that stay on the source record. Every
    filled cell is counted once: parked, rejected (with an issue) or else projected; those `waiting`
    are parked unless another cell takes them along. `colleagues` are the names that
    may own a record, in lower case, None where nobody knows them; `stages` likewise the codes and
    names of stages, each with whether deals in it are closed. `channel` is the kind of happening
    the headers of the file speak of, `labels` what the row says of numbers and addresses, by the
    positions of their columns.
    """

    entity: dict[str, Any] = field(default_factory=dict)
    points: list[dict[str, Any]] = field(default_factory=list)
    address: dict[str, str] = field(default_factory=dict)
    others: dict[str, dict[str, str]] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    issues: list[dict[str, Any]] = field(default_factory=list)
    external_id: str = ""
    name_key: str = ""
    refusal: str = ""
    today: date | None = None
    colleagues: frozenset[str] | None = None
    stages: Mapping[str, bool] | None = None
    channel: str = ""
    labels: Mapping[int, str] = field(default_factory=dict)
    region: str | None = None
    currency: str | None = None
    projected: int = 0
    parked: int = 0
    rejected: int = 0
    waiting: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """One mapped column and what was decided for all its values."""

    position: int
    header: str
    target: str
    attrs: dict[str, Any]
    dates: DateFormat | None = None
    place: str = HOME
    stated: Stated = NOTHING
    name: str = field(init=False)  # what its values are called on the source record
    label: str = field(init=False)

    def __post_init__(self) -> None:
        """Say once for all rows what each of them asks for."""
        name = self.target.partition(".")[2] or self.header or f"column {self.position + 1}"
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "label", str(self.attrs.get("type", "")))


type Handler = Callable[[Projected, Column, str], None]


def note(row: Projected, column: Column, issue: Issue, raw: str) -> None:
    """Add an issue of one cell to the row."""
    row.issues.append(
        {
            "column": column.position,
            "header": column.header,
            "code": issue.code,
            "message": issue.message,
            "raw": raw[:200],
            "suggestion": issue.suggestion,
        }
    )


def fit(row: Projected, column: Column, text: str, limit: int) -> str:
    """Return a text as its field holds it, with an issue for what had to be left out of it."""
    if VISIBLE_NUL in text:
        text = " ".join(text.replace(VISIBLE_NUL, "").split())
        note(row, column, Issue("nul_byte", "A NUL byte in the value was left out"), text)
    if len(text) > limit:
        cut = Issue("too_long", f"longer than {limit} characters; the rest stays with the row")
        note(row, column, cut, text)
    return text[:limit]


def settle(
    row: Projected, column: Column, raw: str, issues: tuple[Issue, ...], *, ok: bool
) -> None:
    """Keep the issues of one cell, and count it as rejected unless it was understood."""
    if not ok:
        row.rejected += 1
    for issue in issues:
        note(row, column, issue, raw)


def wait(row: Projected, name: str) -> None:
    """Leave open whether one cell stays with the row until `release` of the same name."""
    row.waiting[name] = row.waiting.get(name, 0) + 1


def release(row: Projected, name: str, *, taken: bool) -> None:
    """Count the cells that waited as parked, unless they were taken along."""
    cells = row.waiting.pop(name, 0)
    if not taken:
        row.parked += cells


def park(row: Projected, column: Column, raw: str) -> None:
    """Keep a cell's text on the source record, under its field or header."""
    extra, name = row.extra, column.name
    extra[name] = f"{extra[name]}; {raw}" if name in extra else raw
    row.parked += 1
