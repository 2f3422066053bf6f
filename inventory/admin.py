"""Developments and what is sold in them, in the admin."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import (
    ArchivableAdmin,
    CanonicalAdmin,
    CanonicalInline,
    ReadOnlyAdmin,
    badge,
    money,
    state_column,
    updated_column,
    when,
)
from core.models import User
from core.services import acting, save_canonical
from inventory.choices import UnitStatus
from inventory.models import PriceRevision, Project, Tower, Unit, UnitType
from inventory.registry import unit_inlines
from inventory.selectors import on_sale
from inventory.services import reprice_unit

UNIT_TONES = {"available": "success", "held": "warning", "blocked": "warning", "booked": "info"}
PRICE = frozenset({"list_price", "currency"})


class TowerInline(CanonicalInline):
    """The towers of a project."""

    model = Tower
    fields = ("name", "floors")


class UnitTypeInline(CanonicalInline):
    """The types of units of a project."""

    model = UnitType
    fields = ("code", "configuration", "bedrooms", "carpet_sqft", "base_price", "currency")


@admin.register(Project)
class ProjectAdmin(ArchivableAdmin):
    """Developments."""

    list_display = (
        "name",
        "developer_name",
        "city",
        "micro_market",
        badge("status", "Status", {}),
        "possession_date",
        state_column,
        updated_column,
    )
    list_filter = (("state", ChoicesDropdownFilter), ("status", ChoicesDropdownFilter))
    search_fields = ("name_key__contains", "city__istartswith")
    inlines = (TowerInline, UnitTypeInline)


@admin.register(Tower)
class TowerAdmin(CanonicalAdmin):
    """Towers."""

    list_display = ("name", "project", "floors", updated_column)
    list_select_related = ("project",)
    search_fields = ("name", "project__name_key")


@admin.register(UnitType)
class UnitTypeAdmin(CanonicalAdmin):
    """Types of units."""

    list_display = (
        "code",
        "project",
        "configuration",
        "bedrooms",
        "carpet_sqft",
        money("base_price", "currency", "From"),
        updated_column,
    )
    list_select_related = ("project",)
    list_filter = (("configuration", ChoicesDropdownFilter),)
    search_fields = ("code__istartswith", "project__name_key")


@admin.register(Unit)
class UnitAdmin(CanonicalAdmin):
    """Units; a new price keeps the old one with the time it held."""

    list_display = (
        "number",
        "project",
        "tower",
        "unit_type",
        "floor",
        "sale_status",
        money("list_price", "currency", "List price"),
        updated_column,
    )
    list_select_related = ("project", "tower", "unit_type")
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("facing", ChoicesDropdownFilter),
        ("project", AutocompleteSelectFilter),
    )
    search_fields = ("number__istartswith", "project__name_key")
    fieldsets = (
        (None, {"fields": ("project", "tower", "unit_type", "number", "floor", "facing")}),
        ("Area", {"fields": ("carpet_sqft", "built_up_sqft", "super_sqft", "parking")}),
        ("Sale", {"fields": ("status", "list_price", "currency", "price_per_sqft", "priced_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Any]":
        """Return the units, told whether they can be sold now."""
        return on_sale(super().get_queryset(request))

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[Any]:  # noqa: ARG002 -- the same for all
        """Return what the app that sells units shows of a known one."""
        return unit_inlines() if obj else []

    @display(description="Status", ordering="sale_status", label=UNIT_TONES)
    def sale_status(self, unit: Any) -> tuple[str, str]:
        """Return the status of a unit now: available ones are held while a hold is in force."""
        status = UnitStatus(unit.sale_status)
        return status.value, str(status.label)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return what follows from the price: its time, and the price per square foot."""
        return [*super().get_readonly_fields(request, obj), "price_per_sqft", "priced_at"]

    def write(self, row: Any, *, by: User, expected: int | None, given: dict[str, Any]) -> Any:
        """Save the unit; a changed price goes through the service that keeps the old one."""
        if row.pk is None or not PRICE & given.keys() or row.list_price is None:
            return save_canonical(row, by=by, expected_version=expected, cause="admin")
        price, currency = row.list_price, row.currency
        known = Unit.objects.get(pk=row.pk)
        row.list_price, row.currency = known.list_price, known.currency
        with acting(by, "admin"):
            save_canonical(row, by=by, expected_version=expected, cause="admin")
            return reprice_unit(row, price=price, currency=currency, by=by)


@admin.register(PriceRevision)
class PriceRevisionAdmin(ReadOnlyAdmin):
    """Prices units once had."""

    list_display = (
        "unit",
        money("price", "currency", "Price"),
        "effective",
        "reason",
        "replaced_by",
        when("recorded_at", "Recorded"),
    )
    list_select_related = ("unit__project", "replaced_by")
    search_fields = ("unit__number__istartswith",)
