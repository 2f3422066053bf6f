"""Campaigns and their touches over REST: read by all, written by the source they belong to."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.rows import RowViewSet
from core.api.shapes import MoneyField, Reference, ShapedSerializer
from core.api.views import ApiViewSet
from core.models import SourceSystem
from core.services import save_canonical
from opportunities.filters import CampaignFilterSet, TouchFilterSet
from opportunities.models import Campaign, CampaignTouch
from opportunities.services import take_touches

LARGEST = 1000


class CampaignSerializer(ShapedSerializer):
    """A campaign as its source knows it."""

    source = Reference(slug_field="code", source="source_system", read_only=True)  # type: ignore[assignment]  # declared fields leave the class

    class Meta:
        model = Campaign
        fields = [
            "uid",
            "version",
            "source",
            "external_id",
            "name",
            "channel",
            "starts_on",
            "ends_on",
            "created_at",
            "updated_at",
        ]
        validators: list[Any] = []


class TouchSerializer(ShapedSerializer):
    """One time a campaign met somebody."""

    source = Reference(slug_field="code", source="source_system", read_only=True)  # type: ignore[assignment]  # declared fields leave the class
    campaign = Reference(slug_field="uid", read_only=True)
    contact = Reference(slug_field="uid", read_only=True, allow_null=True)
    cost = MoneyField("cost", "currency", read_only=True)

    class Meta:
        model = CampaignTouch
        fields = [
            "uid",
            "source",
            "external_id",
            "campaign",
            "contact",
            "kind",
            "occurred_at",
            "received_at",
            "utm",
            "cost",
        ]


class NewTouchSerializer(serializers.ModelSerializer[CampaignTouch]):
    """One touch as its source sends it; `campaign` is the campaign's id there."""

    campaign = serializers.CharField(max_length=200)
    campaign_name = serializers.CharField(max_length=200, required=False)
    channel = serializers.CharField(max_length=60, required=False)
    contact = serializers.UUIDField(required=False)
    point_hash = serializers.CharField(max_length=64, required=False)
    utm = serializers.DictField(required=False)

    class Meta:
        model = CampaignTouch
        fields = [
            "external_id",
            "campaign",
            "campaign_name",
            "channel",
            "contact",
            "point_hash",
            "kind",
            "occurred_at",
            "utm",
        ]
        validators: list[Any] = []


class CampaignTouchesSerializer(serializers.Serializer[Any]):
    """Up to 1,000 touches."""

    items = NewTouchSerializer(many=True, allow_empty=False, max_length=LARGEST)  # type: ignore[call-arg]  # the list takes it


class RawCampaignTouchesSerializer(serializers.Serializer[Any]):
    """The same, each checked by itself: one that is wrong does not take the others with it."""

    items = serializers.ListField(
        child=serializers.DictField(), allow_empty=False, max_length=LARGEST
    )


class CampaignTouchOutcomeSerializer(serializers.Serializer[Any]):
    """What became of one touch; `unresolved` is kept, of nobody yet."""

    external_id = serializers.CharField(allow_blank=True)
    outcome = serializers.CharField(help_text="created, duplicate, unresolved or invalid.")
    reason = serializers.CharField(allow_blank=True)


class CampaignTouchOutcomesSerializer(serializers.Serializer[Any]):
    """The outcomes, in the order of the items."""

    results = CampaignTouchOutcomeSerializer(many=True)


class FromSource(ApiViewSet):
    """Rows a source sends: who writes owns the source they speak for."""

    services_may_write = True

    def write_permission(self) -> None:
        """Return none: to own a source is the permission."""

    def source(self) -> SourceSystem:
        """Return the caller's source; raises PermissionDenied for who speaks for none."""
        found = SourceSystem.objects.filter(owner=self.caller, active=True).first()
        if found is None:
            raise PermissionDenied("You speak for no source; ask for one to be made yours.")
        return found


class CampaignViewSet(FromSource, RowViewSet):
    """Campaigns."""

    model = Campaign
    queryset = Campaign.objects.none()
    serializer_class = CampaignSerializer
    filterset_class = CampaignFilterSet

    def rows(self) -> "QuerySet[Any]":
        """Return all campaigns."""
        return Campaign.objects.select_related("source_system")

    def add(self, values: dict[str, Any]) -> Campaign:
        """Add a campaign of the caller's source."""
        return save_canonical(Campaign(source_system=self.source(), **values), by=self.caller)

    def change(self, row: Campaign, expected: int, values: dict[str, Any]) -> Campaign:
        """Change a campaign of the caller's source."""
        if row.source_system_id != self.source().pk:
            raise PermissionDenied("This campaign is another source's.")
        for name, value in values.items():
            setattr(row, name, value)
        return save_canonical(row, by=self.caller, expected_version=expected)


class TouchViewSet(FromSource):
    """Touches of campaigns; those of hidden contacts are left out."""

    queryset = CampaignTouch.objects.none()
    serializer_class = TouchSerializer
    filterset_class = TouchFilterSet
    orders = {"-occurred_at": ("-occurred_at", "-id"), "-received_at": ("-id",)}

    def get_queryset(self) -> "QuerySet[Any]":
        """Return the touches of contacts the caller may see."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        rows = CampaignTouch.objects.visible_to(self.caller)
        return rows.select_related("source_system", "campaign", "contact")

    def list(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return one page of touches."""
        return self.paged(self.filter_queryset(self.get_queryset()))

    @extend_schema(request=CampaignTouchesSerializer, responses=CampaignTouchOutcomesSerializer)
    def create(self, request: Request) -> Response:
        """Take in up to 1,000 touches; one known already is a duplicate and changes nothing."""
        source = self.source()
        asked = RawCampaignTouchesSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        results = take_touches(asked.validated_data["items"], source=source, by=self.caller)
        return Response(CampaignTouchOutcomesSerializer({"results": results}).data)
