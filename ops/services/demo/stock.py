"""The demo's developments, their units and two price rises."""

from datetime import date
from decimal import Decimal

from inventory.models import Project, Tower, Unit, UnitType
from inventory.services import reprice_unit
from ops.services.demo.properties import DEVELOPMENTS, Development
from ops.services.demo.world import World

MILLION = Decimal(1_000_000)
BUILT_UP, SUPER = Decimal("1.18"), Decimal("1.42")
FLOORS = (7, 14, 21, 28)
FACINGS = ("w", "e", "n", "sw", "s")
RISE = Decimal("1.04")


def add_stock(world: World) -> list[Project]:
    """Add every development with its units and return the projects."""
    projects = [_project(world, plan) for plan in DEVELOPMENTS]
    dearer = Unit.objects.filter(project=projects[0], unit_type__code="4B").order_by("id")[:3]
    for unit in dearer:
        price = ((unit.list_price or Decimal(0)) * RISE).quantize(Decimal(1000))
        reprice_unit(unit, price=price, by=world.staff.founder, reason="Festive offer ended")
    return projects


def _project(world: World, plan: Development) -> Project:
    project = Project.objects.create(
        name=plan.name,
        developer_name=plan.developer,
        city=plan.city,
        micro_market=plan.market,
        country=plan.country,
        currency=plan.currency,
        status=plan.status,
        possession_date=date.fromisoformat(plan.possession),
        launch_type="Public launch",
    )
    towers = Tower.objects.bulk_create(
        Tower(project=project, name=name, floors=32) for name in plan.towers
    )
    kinds = _types(project, plan)
    buildings: list[Tower | None] = [*towers] or [None]
    Unit.objects.bulk_create(
        unit for tower in buildings for unit in _units(world, project, tower, kinds)
    )
    return project


def _types(project: Project, plan: Development) -> list[UnitType]:
    rows = [
        UnitType(
            project=project,
            code=kind.code,
            configuration=kind.configuration,
            bedrooms=Decimal(kind.bedrooms),
            bathrooms=int(Decimal(kind.bedrooms)) + 1,
            carpet_sqft=Decimal(kind.carpet),
            built_up_sqft=kind.carpet * BUILT_UP,
            super_sqft=kind.carpet * SUPER,
            base_price=Decimal(kind.price) * MILLION,
            currency=plan.currency,
        )
        for kind in plan.types
    ]
    return UnitType.objects.bulk_create(rows)


def _units(
    world: World, project: Project, tower: Tower | None, kinds: list[UnitType]
) -> list[Unit]:
    """Return the units of one building: every type on every fourth floor or so, or the villas."""
    priced = world.ago(120, 150)
    rows = []
    for level, floor in enumerate(FLOORS):
        for place, kind in enumerate(kinds, start=1):
            number = f"{floor}0{place}" if tower else f"{kind.code}-{level + 1:02}"
            price = (kind.base_price or Decimal(0)) * (1 + Decimal(level) / 50)
            rows.append(
                Unit(
                    project=project,
                    tower=tower,
                    unit_type=kind,
                    number=number,
                    floor=floor if tower else 0,
                    facing=FACINGS[(level + place) % len(FACINGS)],
                    carpet_sqft=kind.carpet_sqft,
                    built_up_sqft=kind.built_up_sqft,
                    super_sqft=kind.super_sqft,
                    list_price=price.quantize(Decimal(1000)),
                    currency=project.currency,
                    priced_at=priced,
                    parking=min(3, place),
                )
            )
    return rows
