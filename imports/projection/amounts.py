"""What an amount was read as because its header says so, in words for people."""

from imports.cleaning import clean_money, stated_in
from imports.mapping import FIELDS


def read_by_header(header: str, target: str, cell: str) -> str:
    """Return how the header's unit or currency changed the amount of a cell, if it did."""
    if target not in FIELDS or FIELDS[target].kind != "money":
        return ""
    stated = stated_in(header)
    alone, below = clean_money(cell), clean_money(cell, stated=stated)
    return str(stated) if below[:3] != alone[:3] and below[:2] != (None, None) else ""
