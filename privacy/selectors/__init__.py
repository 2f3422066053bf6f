"""Reads of privacy."""

from privacy.selectors.held import held_about, holds_on, reasons_to_keep, source_rows
from privacy.selectors.plan import HOLDINGS, Holding, next_version, one_person
from privacy.selectors.proposed import items_about

__all__ = [
    "HOLDINGS",
    "Holding",
    "held_about",
    "holds_on",
    "items_about",
    "next_version",
    "one_person",
    "reasons_to_keep",
    "source_rows",
]
