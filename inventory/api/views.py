"""`/projects/`, `/towers/`, `/unit-types/` and `/units/`: everybody in the company sees them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.rows import RECENT, RowViewSet
from core.models import CanonicalModel
from core.services import save_canonical
from inventory import services
from inventory.api import serializers as wire
from inventory.filters import ProjectFilterSet, TowerFilterSet, UnitFilterSet, UnitTypeFilterSet
from inventory.models import PriceRevision, Project, Tower, Unit, UnitType
from inventory.selectors import on_sale


class StockViewSet(RowViewSet):
    """A kind of rows without an owner, written as they are sent."""

    def rows(self) -> "QuerySet[Any]":
        """Return all rows."""
        found: QuerySet[Any] = self.model._base_manager.all()  # noqa: SLF001 -- Django's documented name
        return found

    def add(self, values: dict[str, Any]) -> CanonicalModel:
        """Create a row."""
        return save_canonical(self.model(**values), by=self.caller)

    def change(self, row: Any, expected: int, values: dict[str, Any]) -> CanonicalModel:
        """Change a row."""
        for name, value in values.items():
            setattr(row, name, value)
        changed: CanonicalModel = save_canonical(row, by=self.caller, expected_version=expected)
        return changed


class ProjectViewSet(StockViewSet):
    """Developments."""

    model = Project
    queryset = Project.objects.none()
    serializer_class = wire.ProjectSerializer
    filterset_class = ProjectFilterSet
    orders = {"name": ("name_key", "id"), **RECENT}


class TowerViewSet(StockViewSet):
    """Buildings of developments."""

    model = Tower
    queryset = Tower.objects.none()
    serializer_class = wire.TowerSerializer
    filterset_class = TowerFilterSet
    orders = {"name": ("name", "id"), **RECENT}

    def rows(self) -> "QuerySet[Any]":
        """Return all towers with their projects."""
        return Tower.objects.select_related("project")


class UnitTypeViewSet(StockViewSet):
    """Types of units."""

    model = UnitType
    queryset = UnitType.objects.none()
    serializer_class = wire.UnitTypeSerializer
    filterset_class = UnitTypeFilterSet
    orders = {"code": ("code", "id"), **RECENT}

    def rows(self) -> "QuerySet[Any]":
        """Return all types with their projects."""
        return UnitType.objects.select_related("project")


class UnitViewSet(StockViewSet):
    """Units; a new list price keeps the one it replaces."""

    model = Unit
    queryset = Unit.objects.none()
    serializer_class = wire.UnitSerializer
    filterset_class = UnitFilterSet

    def rows(self) -> "QuerySet[Any]":
        """Return all units with what they refer to, told whether they can be sold now."""
        return on_sale().select_related("project", "tower", "unit_type__project")

    def change(self, row: Unit, expected: int, values: dict[str, Any]) -> Unit:
        """Change a unit; its price by the service that keeps the old one."""
        return services.update_unit(row, by=self.caller, expected_version=expected, **values)

    @extend_schema(responses=wire.PriceRevisionSerializer(many=True))
    @action(
        detail=True,
        methods=["get"],
        orders={"-recorded_at": ("-id",)},
        filterset_class=None,
        shapes=False,
    )
    def prices(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the prices the unit had before the one of today, the latest first."""
        rows = PriceRevision.objects.filter(unit=self.readable(uid)).select_related("replaced_by")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(wire.PriceRevisionSerializer(page, many=True).data)
