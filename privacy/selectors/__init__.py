"""Reads of privacy."""

from privacy.selectors.held import held_about, holds_on, source_rows
from privacy.selectors.plan import HOLDINGS, Holding, next_version, one_person

__all__ = [
    "HOLDINGS",
    "Holding",
    "held_about",
    "holds_on",
    "next_version",
    "one_person",
    "source_rows",
]
