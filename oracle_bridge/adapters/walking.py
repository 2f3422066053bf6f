"""Reading a list of another system by offset, while it changes."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from oracle_bridge.adapters.http import AdapterError

PAGE = 500
LAP = 50  # rows of a page that are asked for again with the next
BACK = 50  # times that reading goes back before it gives up

type Raw = Mapping[str, Any]


def walk(ask: Callable[[int], tuple[list[Raw], bool]]) -> Iterator[list[Raw]]:
    """Yield every row of a list, in parts, each once as long as it stays as it is.

    `ask` returns the rows from an offset on, and whether more follow. Rows that leave their place
    let those behind them move up, past what the next offset would show. So pages overlap: as long
    as a page begins with a row that was read, all before it was read too; otherwise reading goes
    back. Raises AdapterError for a list in which that is of no use.
    """
    read: dict[str, str] = {}
    start = lap = back = 0
    while True:
        rows, more = ask(start)
        if start and lap and not (rows and _known(rows[0], read)):
            if (back := back + 1) > BACK:
                raise AdapterError("its list moved on faster than it could be read: run again")
            start = max(0, start - PAGE)
            continue
        if fresh := [row for row in rows if not _known(row, read)]:
            yield fresh
        read.update(map(_state, rows))
        if not rows or not more:
            return
        lap = min(LAP, len(rows) // 2)
        start += len(rows) - lap


def _known(row: Raw, read: Mapping[str, str]) -> bool:
    name, moment = _state(row)
    return read.get(name) == moment


def _state(row: Raw) -> tuple[str, str]:
    """Return which row it is, and when it was changed last."""
    return str(row.get("id")), str(row.get("updated_at"))
