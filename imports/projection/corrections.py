"""What people wrote in the place of cells; it stands among the issues of the typed row.

The raw cells stay as they came. A correction is `{column, header, code: "corrected", message,
raw, suggestion, version}`: the text is the suggestion that was taken, and `version` counts the
changes of its row.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

CODE = "corrected"
type Issues = Iterable[Mapping[str, Any]] | None


def texts_of(issues: Issues) -> dict[int, str]:
    """Return what people wrote, by column."""
    return {each["column"]: str(each["suggestion"]) for each in _made(issues)}


def version_of(issues: Issues) -> int:
    """Return how often the row was corrected."""
    return max((int(each["version"]) for each in _made(issues)), default=0)


def overlaid(cells: Sequence[str], texts: Mapping[int, str]) -> list[str]:
    """Return the cells as corrected; a row too short for a correction grows."""
    width = max(len(cells), *(column + 1 for column in texts), 0) if texts else len(cells)
    padded = [*cells, *[""] * (width - len(cells))]
    return [texts.get(column, cell) for column, cell in enumerate(padded)]


def _made(issues: Issues) -> list[Mapping[str, Any]]:
    return [each for each in issues or () if each.get("code") == CODE]
