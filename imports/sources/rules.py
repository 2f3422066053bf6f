"""Lines drawn between rows: what clients of databases and Markdown put below the header."""

import re
from collections.abc import Sequence

_DRAWN = re.compile(r"[-=_+|:\s]++")
_LINE = re.compile(r"[-=_]{3}")


def is_rule(cells: Sequence[str]) -> bool:
    """Tell whether a row holds nothing but drawn lines: `-----`, `=====`, `+----+----+`."""
    drawn = False
    for cell in cells:
        if cell and not cell.isspace():
            if not _DRAWN.fullmatch(cell):
                return False
            drawn = drawn or _LINE.search(cell) is not None
    return drawn
