"""Where the table is: below which preamble, under which header, how wide.

Works on the first records of any source, delimited text or workbook alike.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from imports.sources.rules import is_rule
from imports.sources.values import EMPTY, TEXT, ValueType, value_type

Cells = Sequence[str]

_LONG = 45  # characters; a longer cell is a sentence, not the name of a column
_MAX_HEADER_ROWS = 3
_NEAR = 5  # rows below labels in which the header is looked for
_DOMINANT = 0.6
_SPARSE = 0.05  # a column filled more rarely says nothing
_BESIDE = 0.25  # of the columns may stand beside the groups
_A_TABLE = 20  # rows of one width that are more than a preamble


@dataclass(frozen=True)
class Location:
    """`top` is the first row of the table (its header, if any), `body` its first data row."""

    top: int
    body: int
    width: int
    header: list[str]

    @property
    def has_header(self) -> bool:
        """Tell whether rows above the body name the columns."""
        return self.body > self.top


def filled(row: Cells) -> int:
    """Count the cells that hold something."""
    return sum(1 for cell in row if cell and not cell.isspace())


def locate(rows: Sequence[Cells], header_row: int | None = None) -> Location:
    """Find the table in the first rows of a source.

    `header_row` is the operator's word for where the header is; -1 says that there is none.
    """
    if header_row is not None and 0 <= header_row < len(rows):
        header = list(rows[header_row])
        below = rows[header_row + 1 :]
        return Location(header_row, header_row + 1, _body_width(header, below), header)
    rows = [[] if is_rule(row) else row for row in rows]
    start = _first_full_row(rows)
    none = header_row is not None and header_row < 0
    run = [] if none else _header_run(rows, start)
    if not run:
        return Location(start, start, _usual_width(rows[start:]), [])
    header = _join([rows[place] for place in run])
    body = run[-1] + 1
    return Location(run[0], body, _body_width(header, rows[body:]), header)


def is_narrow(row: Cells, typical: int) -> bool:
    """Tell whether a row holds far fewer cells than the table does: a title or a note."""
    count = filled(row)
    if typical <= 1:
        return count == 0
    return count <= max(1, int(0.34 * typical))


def typical_fill(rows: Iterable[Cells]) -> int:
    """Cells that hold something in a well filled row (upper quartile)."""
    counts = sorted(count for row in rows if (count := filled(row)))
    return counts[(3 * len(counts)) // 4] if counts else 0


def _usual_width(rows: Iterable[Cells]) -> int:
    """Return the most frequent width; of several tables, that of the first."""
    widths = Counter(len(row) for row in rows if filled(row))
    if not widths:
        return 0
    best = max(widths, key=lambda width: (widths[width] * (1 if width > 1 else 0.5), width))
    rivals = (w for w in widths if w > 1 and widths[w] >= max(_A_TABLE, widths[best] / 2))
    return next(rivals, best)


def _body_width(header: Cells, below: Sequence[Cells]) -> int:
    """Rows may all end in one delimiter more than the header: that is no oddity of a row."""
    usual = _usual_width(below)
    if usual <= len(header):
        return len(header)
    extra = any(filled(row[len(header) :]) for row in below)
    return len(header) if extra else usual


def _first_full_row(rows: Sequence[Cells]) -> int:
    width = _usual_width(rows)
    typical = typical_fill(row for row in rows if len(row) == width)
    for place, row in enumerate(rows):
        if not is_narrow(row, typical) and 2 * len(row) > width:
            return place - int(place > 0 and _crowns(rows[place - 1], row))
    return next((place for place, row in enumerate(rows) if filled(row)), len(rows))


def _crowns(row: Cells, below: Cells) -> bool:
    """Tell whether a sparse row above names groups, not the report.

    It also names single columns, or tells apart those below that are called alike.
    """
    alone = [cell for cell, under in zip(row, below, strict=False) if cell and not under]
    single = bool(alone) and filled(row) > len(alone)
    return (single or _tells_apart(row, below)) and _groups(row, below)


def _tells_apart(row: Cells, below: Cells) -> bool:
    """Tell whether names that come again below stand each under another word of `row`.

    `First applicant` and `Second applicant` stand so above a `Name` and a `Mobile` of each.
    """
    under: dict[str, list[str]] = {}
    group = ""
    for place, name in enumerate(below):
        group = (row[place].strip() if place < len(row) else "") or group
        under.setdefault(name.strip().casefold(), []).append(group)
    again = [found for name, found in under.items() if name and len(found) > 1]
    words = all(value_type(cell) in (TEXT, EMPTY) and len(cell) <= _LONG for cell in row)
    return words and any(len(set(found)) == len(found) and all(found) for found in again)


def _header_run(rows: Sequence[Cells], start: int) -> list[int]:
    """Rows that name the columns, top first; empty when the data starts at once."""
    body = [row for row in rows[start + 1 :] if filled(row) > 1 or len(row) <= 1]
    if start >= len(rows):
        return []
    columns = _column_types(body or rows[start + 1 :])
    named = [kind for place, kind in columns.items() if "".join(rows[start][place : place + 1])]
    if all(kind == TEXT for kind in named):
        run = [start] if _looks_like_names(rows[start], body) else []
        if run and _names_groups(rows, start):
            return [start, start + 1]
        return _fuller_names(rows, start) or run
    run = _naming_rows(rows, start, columns)
    while len(run) > 1 and _is_title(rows[run[0]], rows[run[1]], apart=run[1] - run[0] > 1):
        run.pop(0)
    return _same_header(rows, run)


def _names_groups(rows: Sequence[Cells], start: int) -> bool:
    """Tell whether a full row of names follows the row of group names at `start`."""
    if start + 2 >= len(rows) or not _groups(rows[start], rows[start + 1]):
        return False
    return _looks_like_names(rows[start + 1], rows[start + 2 :])


def _fuller_names(rows: Sequence[Cells], start: int) -> list[int]:
    """Find the header below labels such as `Project: Marina`: fuller, words over numbers."""
    for place in range(start + 1, min(start + _NEAR, len(rows) - 1)):
        fuller = filled(rows[place]) > filled(rows[start])
        if fuller and _names_columns(rows[place], _column_types(rows[place + 1 :])):
            return [place]
    return []


def _naming_rows(rows: Sequence[Cells], start: int, columns: dict[int, ValueType]) -> list[int]:
    run: list[int] = []
    for place in range(start, min(start + 40, len(rows))):
        if not filled(rows[place]):
            continue
        if not _names_columns(rows[place], columns):
            break
        run.append(place)
    return run


def _column_types(body: Sequence[Cells]) -> dict[int, ValueType]:
    """Return the dominant type of each column that has one."""
    columns: dict[int, Counter[ValueType]] = {}
    for row in body[:200]:
        for place, cell in enumerate(row):
            columns.setdefault(place, Counter())[value_type(cell)] += 1
    found: dict[int, ValueType] = {}
    for place, counts in columns.items():
        counts.pop(EMPTY, None)
        if counts:
            kind, count = counts.most_common(1)[0]
            if count >= _DOMINANT * counts.total() and counts.total() >= _SPARSE * len(body):
                found[place] = kind
    return found


def _names_columns(row: Cells, columns: dict[int, ValueType]) -> bool:
    """Tell a header: it holds words where the columns hold numbers, dates or links."""
    words = values = 0
    for place, kind in columns.items():
        if kind == TEXT or place >= len(row):
            continue
        own = value_type(row[place])
        words += own == TEXT
        values += own == kind
    return words > 2 * values


def _looks_like_names(row: Cells, body: Sequence[Cells]) -> bool:
    """All columns are text: a header has short, distinct cells that do not come again below."""
    names = [cell.strip().casefold() for cell in row if cell.strip()]
    if not names or any(value_type(cell) not in (TEXT, EMPTY) for cell in row):
        return False
    if any(len(name) > _LONG for name in names) and body:
        return False
    again = sum(
        1
        for place, cell in enumerate(row)
        if cell.strip() and any(place < len(other) and other[place] == cell for other in body)
    )
    return 2 * again <= len(names)


def _is_title(row: Cells, below: Cells, *, apart: bool) -> bool:
    """Tell a line about the table from column names; `apart`: blank rows lie between."""
    grouping = not apart and _groups(row, below)
    return [*row] != [*below] and not grouping and 2 * filled(below) > filled(row)


def _groups(row: Cells, below: Cells) -> bool:
    """Tell whether `row` names groups of the columns that `below` names.

    A group name is followed by gaps (merged cells); all of `below` stands under such groups, but
    for a few single columns with a word in both rows (`Sr.` above `No.`) beside wide groups.
    """
    names = [bool(cell.strip()) for cell in row]
    start = names.index(True) if any(names) else len(names)
    gaps = {place for place in range(start, len(names)) if not names[place]}
    spans = gaps | {place - 1 for place in gaps}
    under = {place for place, cell in enumerate(below) if cell.strip()}
    caption = any(":" in cell for cell in row)  # `Project: Marina` names no columns
    beside = under - spans
    few = len(beside) <= _BESIDE * len(under) and _has_wide_groups(gaps)
    fits = not beside or few or _tells_apart(row, below)
    return sum(names) > 1 and bool(under & gaps) and fits and not caption


def _has_wide_groups(gaps: set[int]) -> bool:
    """Tell several merged names of three columns or more from a header that misses a name."""
    wide = {place for place in gaps if place - 1 in gaps}
    return sum(place - 1 not in wide for place in wide) > 1


def _same_header(rows: Sequence[Cells], run: list[int]) -> list[int]:
    """Keep the rows that are one header: repeated, or groups above names."""
    kept = run[:1]
    for place in run[1:_MAX_HEADER_ROWS]:
        above = rows[kept[-1]]
        grouped = place == kept[-1] + 1 and _groups(above, rows[place])
        if [*above] != [*rows[place]] and not grouped:
            break
        kept.append(place)
    return kept


def _join(names: Sequence[Cells]) -> list[str]:
    """Join header rows by column; a group's name spreads to the right over its columns."""
    if len(names) == 1:
        return list(names[0])
    width = max(len(row) for row in names)
    padded = [[*row, *[""] * (width - len(row))] for row in names]
    groups = [""] * len(names)
    header = []
    for place in range(width):
        column = [row[place] for row in padded]
        top = next((level for level, cell in enumerate(column) if cell.strip()), len(column))
        for level, cell in enumerate(column):
            if level >= top:
                groups[level] = cell or ("" if level > top and column[top] else groups[level])
        named = [
            cell if cell.strip() else group
            for level, (cell, group) in enumerate(zip(column, groups, strict=True))
            if cell.strip() or (group and any(lower.strip() for lower in column[level + 1 :]))
        ]
        header.append(" ".join(named))
    return header
