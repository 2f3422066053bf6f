"""Developments and what is sold in them."""

from decimal import Decimal

import factory

from inventory.models import Project, Tower, Unit, UnitType
from tests.factories.base import CanonicalFactory


class ProjectFactory(CanonicalFactory):
    """A development in Mumbai."""

    class Meta:
        model = Project

    name = factory.Sequence(lambda n: f"Sea Face {n}")
    city = "Mumbai"
    country = "IN"


class TowerFactory(CanonicalFactory):
    """A tower of a new project."""

    class Meta:
        model = Tower

    project = factory.SubFactory(ProjectFactory)
    name = factory.Sequence(lambda n: f"Tower {n}")


class UnitTypeFactory(CanonicalFactory):
    """A three-bedroom type of a new project."""

    class Meta:
        model = UnitType

    project = factory.SubFactory(ProjectFactory)
    code = factory.Sequence(lambda n: f"3B-{n}")
    configuration = "3bhk"
    bedrooms = Decimal("3.0")
    carpet_sqft = Decimal("1500.00")


class UnitFactory(CanonicalFactory):
    """A unit of a new tower at 3 crore for 1,500 square feet."""

    class Meta:
        model = Unit

    tower = factory.SubFactory(TowerFactory)
    project = factory.SelfAttribute("tower.project")
    number = factory.Sequence(lambda n: f"{n // 4 + 1}0{n % 4 + 1}")
    carpet_sqft = Decimal("1500.00")
    list_price = Decimal("30000000.00")
    currency = "INR"
