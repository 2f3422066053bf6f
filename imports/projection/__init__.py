"""From raw cells to typed values: pure functions, no Django, no database."""

from identity.survivorship import GROUPS
from imports.projection.fields import FIELDS, TARGETS, bits_of, names_in
from imports.projection.plan import Mapped, Plan
from imports.projection.state import Projected

__all__ = ["FIELDS", "GROUPS", "TARGETS", "Mapped", "Plan", "Projected", "bits_of", "names_in"]
