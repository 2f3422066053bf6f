"""From raw cells to typed values: pure functions, no Django, no database."""

from identity.survivorship import GROUPS
from imports.projection.amounts import read_by_header
from imports.projection.around import LINED
from imports.projection.fields import FIELDS, TARGETS, bits_of, names_in
from imports.projection.plan import Here, Mapped, Plan, has_place
from imports.projection.state import Projected

__all__ = [
    "FIELDS",
    "GROUPS",
    "LINED",
    "TARGETS",
    "Here",
    "Mapped",
    "Plan",
    "Projected",
    "bits_of",
    "has_place",
    "names_in",
    "read_by_header",
]
