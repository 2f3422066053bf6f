"""What campaigns brought: `/attribution/` in all, and of one deal whose it is."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import django_filters as filters
from django.db.models import Count, F, QuerySet, Sum
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.owned import readable_row
from core.api.pagination import LARGEST, limit_of
from core.api.shapes import MoneySerializer
from core.api.views import Api
from opportunities.choices import AttributionModel, StageCategory
from opportunities.models import Attribution, Opportunity

MONEY = Decimal("0.01")


class AttributedFilterSet(filters.FilterSet):
    """Which deals are counted."""

    model = filters.ChoiceFilter(choices=AttributionModel.choices)
    category = filters.ChoiceFilter(
        field_name="opportunity__stage__category", choices=StageCategory.choices
    )
    project = filters.UUIDFilter(field_name="opportunity__project__uid")
    opened_after = filters.IsoDateTimeFilter(
        field_name="opportunity__created_at", lookup_expr="gte"
    )
    opened_before = filters.IsoDateTimeFilter(
        field_name="opportunity__created_at", lookup_expr="lt"
    )

    class Meta:
        model = Attribution
        fields: list[str] = []


class CampaignCreditSerializer(serializers.Serializer[Any]):
    """One campaign: on how many deals it has a share, how many whole deals those make."""

    campaign = serializers.UUIDField()
    name = serializers.CharField()
    channel = serializers.CharField(allow_blank=True)
    source = serializers.CharField()  # type: ignore[assignment]  # declared fields leave the class
    deals = serializers.IntegerField()
    share = serializers.DecimalField(max_digits=20, decimal_places=6)
    amounts = MoneySerializer(
        many=True, help_text="Its share of the deals' amounts, one of each currency."
    )


class CampaignCreditsSerializer(serializers.Serializer[Any]):
    """The campaigns with the largest shares first, at most `limit` of them."""

    model = serializers.ChoiceField(choices=AttributionModel.choices)
    results = CampaignCreditSerializer(many=True)


class AttributionSerializer(serializers.Serializer[Any]):
    """The share of a deal one campaign has under one model."""

    model = serializers.CharField()
    campaign = serializers.CharField(source="campaign.name")
    share = serializers.DecimalField(max_digits=7, decimal_places=6)
    computed_at = serializers.DateTimeField()


class AttributionsSerializer(serializers.Serializer[Any]):
    """The shares; those of one model add up to one."""

    results = AttributionSerializer(many=True)


class AttributionView(Api):
    """What campaigns brought."""

    @extend_schema(
        operation_id="attribution_list",
        parameters=[
            OpenApiParameter(
                "model",
                enum=AttributionModel.values,
                required=True,
                description="How one whole deal is shared among the campaigns that met its client.",
            ),
            OpenApiParameter("category", enum=StageCategory.values, description="Of the stage."),
            OpenApiParameter("project", OpenApiTypes.UUID),
            OpenApiParameter("opened_after", OpenApiTypes.DATETIME),
            OpenApiParameter("opened_before", OpenApiTypes.DATETIME),
            OpenApiParameter("limit", OpenApiTypes.INT, description="At most 200."),
        ],
        responses=CampaignCreditsSerializer,
    )
    def get(self, request: Request) -> Response:
        """Return the campaigns the deals the caller may see are owed to."""
        model = request.query_params.get("model", "")
        if model not in AttributionModel.values:
            raise ValidationError({"model": [f"One of {', '.join(AttributionModel.values)}."]})
        deals = Opportunity.objects.live().visible_to(self.caller)
        shares = Attribution.objects.filter(opportunity__in=deals)
        asked = AttributedFilterSet(request.query_params, shares, request=request)
        if not asked.is_valid():
            raise ValidationError(asked.errors)
        results = _credited(asked.qs, limit_of(request, LARGEST))
        return Response(CampaignCreditsSerializer({"model": model, "results": results}).data)


class DealAttributionView(Api):
    """Which campaigns a deal is owed to."""

    @extend_schema(operation_id="opportunity_attribution", responses=AttributionsSerializer)
    def get(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the shares of every campaign under every model."""
        deal = readable_row(Opportunity.objects.visible_to(self.caller), Opportunity, uid)
        rows = Attribution.objects.filter(opportunity=deal).select_related("campaign")
        return Response({"results": AttributionSerializer(rows, many=True).data})


def _credited(rows: "QuerySet[Attribution]", most: int) -> list[dict[str, Any]]:
    """Return the campaigns with their sums: one query for them, one for the money."""
    found = (
        rows.order_by()
        .values(
            "campaign_id",
            uid=F("campaign__uid"),
            name=F("campaign__name"),
            channel=F("campaign__channel"),
            code=F("campaign__source_system__code"),
        )
        .annotate(deals=Count("pk"), whole=Sum("share"))
        .order_by("-whole", "campaign_id")[:most]
    )
    credited = {
        row["campaign_id"]: {
            "campaign": row["uid"],
            "name": row["name"],
            "channel": row["channel"],
            "source": row["code"],
            "deals": row["deals"],
            "share": row["whole"],
            "amounts": [],
        }
        for row in found
    }
    priced = rows.filter(campaign__in=list(credited), opportunity__amount__isnull=False)
    sums = priced.order_by().values("campaign_id", currency=F("opportunity__currency"))
    brought = sums.annotate(amount=Sum(F("share") * F("opportunity__amount")))
    for row in brought.order_by("campaign_id", "currency"):
        money = {"amount": row["amount"].quantize(MONEY), "currency": row["currency"]}
        credited[row["campaign_id"]]["amounts"].append(money)
    return list(credited.values())
