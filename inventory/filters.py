"""What lists of projects and units can be narrowed by."""

import django_filters as filters

from core.choices import Currency, State
from core.filters import ChoiceInFilter
from inventory.choices import Configuration, Facing, ProjectStatus, UnitStatus
from inventory.models import Project, Tower, Unit, UnitType


class ProjectFilterSet(filters.FilterSet):
    """The filters of `/projects/`."""

    q = filters.CharFilter(field_name="name_key", lookup_expr="icontains")
    city = filters.CharFilter(lookup_expr="iexact")
    micro_market = filters.CharFilter(lookup_expr="iexact")
    country = filters.CharFilter(lookup_expr="iexact")
    status = filters.ChoiceFilter(choices=ProjectStatus.choices)
    state = filters.ChoiceFilter(choices=State.choices)
    possession_before = filters.DateFilter(field_name="possession_date", lookup_expr="lte")

    class Meta:
        model = Project
        fields: list[str] = []


class OfProjectFilterSet(filters.FilterSet):
    """The project a row belongs to."""

    project = filters.UUIDFilter(field_name="project__uid")


class TowerFilterSet(OfProjectFilterSet):
    """The filters of `/towers/`."""

    class Meta:
        model = Tower
        fields: list[str] = []


class UnitTypeFilterSet(OfProjectFilterSet):
    """The filters of `/unit-types/`."""

    configuration = filters.ChoiceFilter(choices=Configuration.choices)

    class Meta:
        model = UnitType
        fields: list[str] = []


class UnitFilterSet(OfProjectFilterSet):
    """The filters of `/units/`."""

    tower = filters.UUIDFilter(field_name="tower__uid")
    configuration = filters.ChoiceFilter(
        field_name="unit_type__configuration", choices=Configuration.choices
    )
    status = filters.ChoiceFilter(field_name="sale_status", choices=UnitStatus.choices)
    status__in = ChoiceInFilter(field_name="sale_status", choices=UnitStatus.choices)
    carpet__gte = filters.NumberFilter(field_name="carpet_sqft", lookup_expr="gte")
    carpet__lte = filters.NumberFilter(field_name="carpet_sqft", lookup_expr="lte")
    price__gte = filters.NumberFilter(field_name="list_price", lookup_expr="gte")
    price__lte = filters.NumberFilter(field_name="list_price", lookup_expr="lte")
    currency = filters.ChoiceFilter(choices=Currency.choices)
    floor__gte = filters.NumberFilter(field_name="floor", lookup_expr="gte")
    floor__lte = filters.NumberFilter(field_name="floor", lookup_expr="lte")
    facing = filters.ChoiceFilter(choices=Facing.choices)
    city = filters.CharFilter(field_name="project__city", lookup_expr="iexact")
    possession_before = filters.DateFilter(field_name="project__possession_date", lookup_expr="lte")

    class Meta:
        model = Unit
        fields: list[str] = []
