"""`/mapping-profiles/`: the mappings kept for the next file with the same headers."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request

from core.api.views import ApiViewSet
from imports.choices import Entity
from imports.models import MappingProfile
from imports.selectors import may_import


class ProfileSerializer(serializers.ModelSerializer[MappingProfile]):
    """One confirmed mapping: a field for each column in order, empty where it is kept raw."""

    source = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)  # type: ignore[assignment]  # declared fields leave the class
    entity = serializers.ChoiceField(choices=Entity.choices)
    targets = serializers.ListField(child=serializers.CharField(allow_blank=True))
    approved_by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True)

    class Meta:
        model = MappingProfile
        fields = [
            "source",
            "header_fingerprint",
            "entity",
            "targets",
            "approved_by",
            "updated_at",
        ]
        read_only_fields = fields


class ProfileViewSet(ListModelMixin, ApiViewSet):
    """Mappings that are kept."""

    queryset: "QuerySet[MappingProfile]" = MappingProfile.objects.select_related(
        "source", "approved_by"
    )
    serializer_class = ProfileSerializer
    filterset_fields = ["source__code", "header_fingerprint"]
    orders = {"-updated_at": ("-updated_at", "-id"), "updated_at": ("updated_at", "id")}
    shapes = False

    def check_permissions(self, request: Request) -> None:
        """Let in who may import; raises PermissionDenied."""
        super().check_permissions(request)
        if not may_import(self.caller):
            raise PermissionDenied("Importing takes the role of operator, steward or founder.")
