"""`/feature-flags/`: what is on here and for whom, switched with a reason."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.views import ApiViewSet, HouseOnly
from core.choices import Switch
from core.selectors.switches import SURFACES
from ops import services
from ops.models import Flag
from ops.services.flags import EVERYBODY


class FlagSerializer(serializers.ModelSerializer[Flag]):
    """One switch. `share` is the part of the people it is on for: 0 is off, 100 on."""

    title = serializers.SerializerMethodField()
    share = serializers.FloatField(read_only=True)
    staff_first = serializers.BooleanField(
        source="staff", read_only=True, help_text="Who runs the house is in whatever the share."
    )
    shares = serializers.SerializerMethodField(
        help_text="Whether it can be on for a share; what stops everything is on or off."
    )

    class Meta:
        model = Flag
        fields = ["name", "title", "share", "staff_first", "shares", "modified"]
        read_only_fields = fields

    def get_title(self, flag: Flag) -> str:
        """Return what it switches, in words."""
        return str(Switch(flag.name).label) if flag.name in Switch else flag.name

    def get_shares(self, flag: Flag) -> bool:
        """Return whether it knows shares."""
        return flag.name in SURFACES


class SwitchFlagSerializer(serializers.Serializer[Any]):
    """How far a flag is switched on, and why."""

    share = serializers.IntegerField(min_value=0, max_value=EVERYBODY)
    staff_first = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=200)


class FlagViewSet(HouseOnly, ListModelMixin, ApiViewSet):
    """The rollout of the surfaces, the kill switches and maintenance mode."""

    queryset: "QuerySet[Flag]" = Flag.objects.all()
    serializer_class = FlagSerializer
    lookup_field = "name"
    lookup_value_converter = "slug"
    filterset_class = None
    orders = {"id": ("id",)}
    shapes = False

    def write_permission(self) -> str:
        """Return the permission to switch."""
        return "ops.change_flag"

    @extend_schema(request=SwitchFlagSerializer, responses=FlagSerializer)
    @action(detail=True, methods=["post"])
    def switch(self, request: Request, name: str) -> Response:
        """Switch a flag off, on, or on for a share of the people; every process knows in 2 s."""
        asked = SwitchFlagSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        if not self.queryset.filter(name=name).exists():
            raise Http404
        flag = services.switch(name, by=self.caller, **asked.validated_data)
        return Response(FlagSerializer(flag).data)
