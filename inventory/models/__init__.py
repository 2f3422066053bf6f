"""Tables of what is sold."""

from inventory.models.projects import Project, Tower, UnitType
from inventory.models.units import PriceRevision, Unit

__all__ = ["PriceRevision", "Project", "Tower", "Unit", "UnitType"]
