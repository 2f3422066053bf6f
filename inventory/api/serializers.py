"""Projects and units on the wire."""

from typing import Any

from rest_framework import serializers

from core.api.shapes import MoneyField, Reference, ShapedSerializer
from inventory.models import PriceRevision, Project, Tower, Unit, UnitType

OPTIONAL: dict[str, Any] = {"required": False, "allow_null": True}


class ProjectSerializer(ShapedSerializer):
    """A development."""

    class Meta:
        model = Project
        fields = [
            "uid",
            "version",
            "state",
            "name",
            "developer_name",
            "city",
            "micro_market",
            "country",
            "currency",
            "status",
            "possession_date",
            "launch_type",
            "created_at",
            "updated_at",
        ]
        validators: list[Any] = []


class TowerSerializer(ShapedSerializer):
    """A building of a project."""

    project = Reference(slug_field="uid", queryset=Project.objects.all())

    class Meta:
        model = Tower
        fields = ["uid", "version", "project", "name", "floors"]
        validators: list[Any] = []


class UnitTypeSerializer(ShapedSerializer):
    """A type of units a project offers; areas in square feet."""

    project = Reference(slug_field="uid", queryset=Project.objects.all())
    base_price = MoneyField("base_price", "currency", required=False)

    class Meta:
        model = UnitType
        fields = [
            "uid",
            "version",
            "project",
            "code",
            "configuration",
            "bedrooms",
            "bathrooms",
            "carpet_sqft",
            "built_up_sqft",
            "super_sqft",
            "balcony_sqft",
            "base_price",
        ]
        validators: list[Any] = []


class UnitSerializer(ShapedSerializer):
    """A home, office, shop or plot; areas in square feet.

    An available unit reads `held` while a hold on it is in force.
    """

    project = Reference(slug_field="uid", queryset=Project.objects.all(), brief=ProjectSerializer)
    project_name = serializers.CharField(source="project.name", read_only=True)
    tower = Reference(slug_field="uid", queryset=Tower.objects.all(), **OPTIONAL)
    unit_type = Reference(
        slug_field="uid", queryset=UnitType.objects.all(), brief=UnitTypeSerializer, **OPTIONAL
    )
    list_price = MoneyField("list_price", "currency", required=False)

    class Meta:
        model = Unit
        fields = [
            "uid",
            "version",
            "project",
            "project_name",
            "tower",
            "unit_type",
            "number",
            "floor",
            "facing",
            "carpet_sqft",
            "built_up_sqft",
            "super_sqft",
            "list_price",
            "price_per_sqft",
            "priced_at",
            "parking",
            "status",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["price_per_sqft"]
        validators: list[Any] = []

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Return the unit with the status it has for whoever wants to buy it now."""
        shown = super().to_representation(instance)
        if "status" in shown:
            shown["status"] = getattr(instance, "sale_status", instance.status)
        return shown


class PriceRevisionSerializer(serializers.ModelSerializer[PriceRevision]):
    """A price a unit had, and how long it held."""

    price = MoneyField("price", "currency", read_only=True)
    since = serializers.DateTimeField(source="effective.lower")
    until = serializers.DateTimeField(source="effective.upper")
    replaced_by = serializers.SlugRelatedField[Any](
        slug_field="username", read_only=True, allow_null=True
    )

    class Meta:
        model = PriceRevision
        fields = ["uid", "price", "since", "until", "reason", "replaced_by", "recorded_at"]
