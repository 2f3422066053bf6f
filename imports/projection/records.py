"""A projected row as the columns of the table of normalised rows."""

import orjson

from imports.projection.plan import Plan
from imports.projection.state import Projected

COLUMNS = (
    "row_no, name_key, external_id, entity, points, extra, issues, mask, projected, parked, "
    "rejected, refusal"
)
type Record = list[str | int | None]


def record_of(plan: Plan, row_no: int, cells: str) -> Record:
    """Return one row's values in the order of COLUMNS; `cells` is a JSON array of strings."""
    row = plan.project(orjson.loads(cells))
    return [
        row_no,
        row.name_key,
        row.external_id,
        _json(row.entity),
        _json(row.points),
        _json(_extra(row)),
        _json(row.issues) if row.issues else None,
        plan.mask(row),
        row.projected,
        row.parked,
        row.rejected,
        row.refusal,
    ]


def _extra(row: Projected) -> dict[str, object]:
    return {**row.extra, "_address": row.address} if row.address else row.extra


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
