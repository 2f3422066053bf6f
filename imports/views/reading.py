"""One row as the pages show it: cells beside what was understood of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.selectors.money import format_money
from imports.mapping import FIELDS
from imports.models import ColumnMapping
from imports.projection import LINED, TARGETS, read_by_header
from imports.projection.corrections import overlaid, texts_of
from imports.selectors import FullRow

AMOUNTS = frozenset({"budget_min", "budget_max", "amount"})
CURRENCIES = ("budget_currency", "currency")  # said with an amount they were read with
WRITTEN = frozenset({"notes", "next_followup_at"})  # of what stands on the source record, too
SHORT = 160


@dataclass(slots=True)
class ShownCell:
    """One filled cell: its column, its text, what it became and what is wrong with it.

    `kept` cells have become nothing: their text stays with the row. `reading` says what its header
    made of an amount.
    """

    header: str
    target: str
    raw: str
    kept: bool = True
    reading: str = ""
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
        _explain(overlaid(row.raw.cells, texts_of(known.issues)), columns, cells)
        _mark_kept(known.extra, columns, cells)
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
    """Put each golden value beside the first cell that can have given it, named if it gave more."""
    given: dict[int, dict[str, str]] = {}
    currency = next((str(entity[name]) for name in CURRENCIES if entity.get(name)), "")
    for name, value in entity.items():
        wanted = TARGETS.get(name, (name,))
        giving = (
            position
            for position in cells
            if (column := columns.get(position)) and column.target.partition(".")[2] in wanted
        )
        if (position := next(giving, None)) is not None and (text := _text(value, name, currency)):
            given.setdefault(position, {})[name] = text
    for position, values in given.items():
        _put(cells[position], values)


def _put(cell: ShownCell, values: Mapping[str, str]) -> None:
    """Put golden values into their cell, each text once; a currency is said with its amounts."""
    left_out = CURRENCIES if AMOUNTS & values.keys() else ()
    told: dict[str, list[str]] = {}
    for name, text in values.items():
        if name not in left_out:
            told.setdefault(text, []).append(name.replace("_", " "))
    for text, names in told.items():
        if text not in (cell.raw, *cell.values):
            cell.values.append(f"{' and '.join(names)}: {text}" if len(told) > 1 else text)


def _explain(
    read: list[str], columns: Mapping[int, ColumnMapping], cells: dict[int, ShownCell]
) -> None:
    """Say what headers made of the amounts below them; of corrected cells what is read counts."""
    for position, cell in cells.items():
        if cell.values and (column := columns.get(position)):
            cell.reading = read_by_header(column.header, column.target, read[position])


def _mark_kept(
    extra: Mapping[str, Any], columns: Mapping[int, ColumnMapping], cells: dict[int, ShownCell]
) -> None:
    """Mark cells whose text stays with the row, although their column has a field."""
    lines = LINED if extra.get("notes") else frozenset()
    for position, cell in cells.items():
        name = columns[position].target.partition(".")[2] if position in columns else ""
        stays = name in extra and name not in WRITTEN and name not in lines
        cell.kept = not name or (stays and cell.raw.rstrip("…").strip() in str(extra[name]))


def _text(value: Any, name: str = "", currency: str = "") -> str:
    if name in AMOUNTS and value is not None:
        return _amount(Decimal(str(value)), currency)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)[:SHORT]


def _amount(amount: Decimal, currency: str) -> str:
    """Return an amount with every digit, and in the unit of its market where that is shorter."""
    if not currency:
        return f"{amount:,.2f}".removesuffix(".00")
    exact, short = format_money(amount, currency, exact=True), format_money(amount, currency)
    return exact if exact == short else f"{exact} ({short})"


def _title(entity: Mapping[str, Any], cells: list[str]) -> str:
    names = ("full_name", "display_name", "name", "subject", "body")
    named = next((entity[name] for name in names if entity.get(name)), "")
    return str(named or next((cell for cell in cells if cell.strip()), "An empty row"))[:SHORT]
