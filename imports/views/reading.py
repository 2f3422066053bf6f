"""One row as the pages show it: cells beside what was understood of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from imports.mapping import FIELDS
from imports.models import ColumnMapping
from imports.projection import TARGETS
from imports.selectors import FullRow

HIDDEN = ("_parts", "_address")
SHORT = 160


@dataclass(slots=True)
class ShownCell:
    """One filled cell: its column, its text, what it became and what is wrong with it."""

    header: str
    target: str
    raw: str
    values: list[str] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row: its number, a title to know it by, its filled cells, what the reader noticed."""

    number: int
    title: str
    cells: list[ShownCell]
    oddities: list[dict[str, Any]]
    refusal: str


def shown_row(row: FullRow, columns: Mapping[int, ColumnMapping]) -> ShownRow:
    """Return a row for the pages."""
    cells = {
        position: _cell(columns.get(position), position, text)
        for position, text in enumerate(row.raw.cells)
        if text.strip()
    }
    known = row.normalised
    if known:
        for point in known.points:
            if point["column"] in cells:
                cells[point["column"]].values.append(str(point["value"]))
        for issue in known.issues or []:
            if issue.get("column") in cells:
                cells[issue["column"]].issues.append(issue)
        _golden(known.entity, columns, cells)
    return ShownRow(
        number=row.raw.row_no,
        title=_title(known.entity if known else {}, row.raw.cells),
        cells=list(cells.values()),
        oddities=row.raw.issues or [],
        refusal=known.refusal if known else "",
    )


def _cell(column: ColumnMapping | None, position: int, text: str) -> ShownCell:
    target = column.target if column else ""
    return ShownCell(
        header=(column.header if column else "") or f"Column {position + 1}",
        target=FIELDS[target].label if target in FIELDS else "",
        raw=text[:SHORT] + ("…" if len(text) > SHORT else ""),
    )


def _golden(
    entity: Mapping[str, Any], columns: Mapping[int, ColumnMapping], cells: dict[int, ShownCell]
) -> None:
    """Put each golden value beside the first cell that can have given it."""
    for name, value in entity.items():
        wanted = TARGETS.get(name, (name,))
        for position, cell in cells.items():
            column = columns.get(position)
            if column and column.target.partition(".")[2] in wanted:
                text = _text(value)
                if text and text not in (cell.raw, *cell.values):
                    cell.values.append(text)
                break


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)[:SHORT]


def _title(entity: Mapping[str, Any], cells: list[str]) -> str:
    names = ("full_name", "display_name", "name", "subject")
    named = next((entity[name] for name in names if entity.get(name)), "")
    return str(named or next((cell for cell in cells if cell.strip()), "An empty row"))[:SHORT]
