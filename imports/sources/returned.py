"""The columns of ours that returned rows carry; apart, because writing them loads openpyxl."""

from collections.abc import Sequence
from typing import Final

OURS: Final = ("Row", "Reason")


def without_ours(header: Sequence[str]) -> list[str]:
    """Return a header without the two columns that returned rows have at their end."""
    return list(header[: -len(OURS)] if tuple(header[-len(OURS) :]) == OURS else header)
