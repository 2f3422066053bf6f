"""`/units/<uid>/hold/`: keeping a unit for a deal."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from approvals.services import propose
from core.api.nested import NestedViewSet
from core.api.owned import changeable_row
from core.api.shapes import MoneyField, Reference, ShapedSerializer
from core.api.versions import etag
from core.api.views import ApiViewSet
from inventory.choices import UnitStatus
from inventory.models import Unit
from inventory.selectors import on_sale
from opportunities.api.proposed import DealProposedSerializer, proposed
from opportunities.choices import BookingState
from opportunities.models import Opportunity, UnitHold
from opportunities.selectors import hold_on, taking
from opportunities.services import hold_unit, release_hold


class HoldSerializer(ShapedSerializer):
    """A hold: the unit is kept for the deal until a moment."""

    unit = Reference(slug_field="uid", read_only=True)
    opportunity = Reference(slug_field="uid", read_only=True)
    held_by = serializers.SlugRelatedField[Any](
        slug_field="username", read_only=True, allow_null=True
    )
    since = serializers.DateTimeField(read_only=True)
    until = serializers.DateTimeField(read_only=True)

    class Meta:
        model = UnitHold
        fields = ["uid", "version", "unit", "opportunity", "held_by", "since", "until", "status"]
        read_only_fields = ["status"]


class HoldAskedSerializer(serializers.Serializer[Any]):
    """For which deal a unit shall be kept, and until when.

    `override` proposes to take it from the deal that holds it now, for `reason`.
    """

    opportunity = Reference(slug_field="uid", queryset=Opportunity.objects.all())
    until = serializers.DateTimeField()
    override = serializers.BooleanField(default=False)
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=300)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for a reason where somebody else loses the unit."""
        if attrs["override"] and not attrs["reason"].strip():
            raise serializers.ValidationError({"reason": ["Say why."]})
        return attrs


class UnitHoldView(ApiViewSet):
    """The hold on a unit."""

    queryset = UnitHold.objects.none()
    serializer_class = HoldSerializer
    filterset_class = None
    shapes = False
    http_method_names = ["get", "post", "delete", "head", "options"]

    def write_permission(self) -> str:
        """Return the permission to change deals: a hold is part of one."""
        return "opportunities.change_opportunity"

    def rows(self) -> "QuerySet[Any]":
        """Return the holds on units of the caller's deals, with what is shown of them."""
        rows = UnitHold.objects.visible_to(self.caller)
        return rows.select_related("unit", "opportunity", "held_by")

    @extend_schema(operation_id="units_hold_retrieve", responses=HoldSerializer)
    def retrieve(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the hold in force on a unit, where it is for a deal the caller may see."""
        return self.answered(self._standing(uid))

    @extend_schema(
        operation_id="units_hold_create",
        request=HoldAskedSerializer,
        responses={201: HoldSerializer, 202: DealProposedSerializer},
    )
    def create(self, request: Request, uid: UUID) -> Response:
        """Keep a unit for a deal until a moment; one the deal holds already is held until then.

        409 `exclusive_lock` says until when somebody else holds it. With `override` that is
        answered 202 with the proposal to take it from them.
        """
        unit = get_object_or_404(Unit, uid=uid)
        body = HoldAskedSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        given = body.validated_data
        seen = Opportunity.objects.visible_to(self.caller)
        deal = changeable_row(seen, Opportunity, given["opportunity"].uid, self.caller)
        held = hold_on(unit)
        if given["override"] and held is not None and held.opportunity_id != deal.pk:
            asked = taking(unit, deal, until=given["until"], reason=given["reason"])
            return proposed(propose(by=self.caller, **asked))
        hold = hold_unit(unit, opportunity=deal, until=given["until"], by=self.caller)
        return self.answered(self.rows().get(pk=hold.pk), status=201)

    @extend_schema(operation_id="units_hold_destroy", responses={200: HoldSerializer})
    def destroy(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Give a unit free before its time."""
        hold = self._standing(uid)
        seen = Opportunity.objects.visible_to(self.caller)
        changeable_row(seen, Opportunity, hold.opportunity.uid, self.caller)
        release_hold(hold, by=self.caller)
        hold = self.rows().get(pk=hold.pk)
        return self.answered(hold, extra={"ETag": etag(hold)})

    def _standing(self, uid: UUID) -> UnitHold:
        held: UnitHold | None = self.rows().in_force().filter(unit__uid=uid).first()  # type: ignore[attr-defined]  # its manager's method
        if held is None:
            raise Http404
        return held


class DealUnitSerializer(ShapedSerializer):
    """A unit of a deal: which it is, and whether it can be sold now; more at `/units/{uid}/`."""

    project = Reference(slug_field="uid", read_only=True)
    project_name = serializers.CharField(source="project.name", read_only=True)
    list_price = MoneyField("list_price", "currency", read_only=True)
    status = serializers.ChoiceField(source="sale_status", choices=UnitStatus.choices)

    class Meta:
        model = Unit
        fields = [
            "uid", "version", "project", "project_name", "number", "floor", "carpet_sqft",
            "list_price", "status",
        ]  # fmt: skip
        read_only_fields = fields


class DealUnits(NestedViewSet):
    """The units of a deal."""

    parent_model = Opportunity
    queryset = Unit.objects.none()
    serializer_class = DealUnitSerializer
    orders = {"number": ("number", "id")}

    def children(self, parent: Opportunity) -> "QuerySet[Any]":
        """Return the unit the deal is about, those on hold for it and those it books."""
        held = UnitHold.objects.in_force().filter(opportunity=parent)
        booked = parent.bookings.exclude(state=BookingState.CANCELLED)
        of_deal = (
            Q(pk=parent.unit_id) | Q(pk__in=held.values("unit")) | Q(pk__in=booked.values("unit"))
        )
        return on_sale().filter(of_deal).select_related("project")
