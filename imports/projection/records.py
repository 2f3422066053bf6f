"""Projected rows as lines of a COPY into the table of normalised rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from imports.projection.plan import Plan
from imports.projection.state import Projected

COLUMNS = (
    "batch_id, row_no, name_key, external_id, entity, points, extra, issues, mask, projected, "
    "parked, rejected, refusal"
)
type Raw = tuple[int, str]


@dataclass(frozen=True)
class Projector:
    """Makes lines of a batch's rows; `arguments` are those of `Plan`.

    It goes from process to process without its plan, which each makes for itself.
    """

    batch_id: int
    arguments: dict[str, Any]

    def __reduce__(self) -> tuple[type["Projector"], tuple[int, dict[str, Any]]]:
        """Leave the plan behind when pickled."""
        return Projector, (self.batch_id, self.arguments)

    @cached_property
    def plan(self) -> Plan:
        """The plan the rows are projected by."""
        return Plan(**self.arguments)

    def __call__(self, rows: Iterable[Raw]) -> bytes:
        """Return the rows' values in the order of COLUMNS, in COPY's text format.

        A row is its number and a JSON array of strings. Lines made here need no second form on
        their way from one process to another and into the database.
        """
        plan, batch_id = self.plan, self.batch_id
        return b"".join(
            _line(plan, batch_id, row_no, plan.project(orjson.loads(cells)))
            for row_no, cells in rows
        )


def line_of(
    plan: Plan, batch_id: int, row: tuple[int, Sequence[str]], notes: Iterable[dict[str, Any]]
) -> bytes:
    """Return one row's line as a Projector does, with `notes` at the end of its issues."""
    projected = plan.project(row[1])
    projected.issues.extend(notes)
    return _line(plan, batch_id, row[0], projected)


def _line(plan: Plan, batch_id: int, row_no: int, row: Projected) -> bytes:
    if row.address:
        row.extra["_address"] = row.address
    if row.others:
        more = [{"kind": kind, **parts} for kind, parts in row.others.items()]
        row.extra["_addresses"] = more
    return b"%d\t%d\t%b\t%b\t%b\t%b\t%b\t%b\t%d\t%d\t%d\t%d\t%b\n" % (
        batch_id,
        row_no,
        _text(row.name_key),
        _text(row.external_id),
        _json(row.entity),
        _json(row.points),
        _json(row.extra),
        _json(row.issues) if row.issues else b"\\N",
        plan.mask(row),
        row.projected,
        row.parked,
        row.rejected,
        _text(row.refusal),
    )


def _json(value: object) -> bytes:
    # JSON holds no raw tab or line break; its backslashes are all that COPY would take for its own
    return orjson.dumps(value).replace(b"\\", b"\\\\")


def _text(value: str) -> bytes:
    if value.isprintable() and "\\" not in value:
        return value.encode()
    for raw, escaped in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        value = value.replace(raw, escaped)
    return value.encode()
