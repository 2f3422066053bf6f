"""`/bookings/`: selling a unit, from draft to confirmed."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from approvals.services import propose
from core.api.errors import IllegalTransitionError
from core.api.rows import RowViewSet
from core.api.shapes import MoneyField, Reference, ShapedSerializer
from core.api.versions import etag, version_seen
from inventory.models import Unit
from opportunities import services
from opportunities.api.proposed import DealProposedSerializer, proposed
from opportunities.choices import BookingState
from opportunities.filters import BookingFilterSet
from opportunities.models import Booking, Opportunity
from opportunities.selectors import cancellation, confirmation

RECORD = ("unit__project", "unit__tower", "opportunity")


class BookingSerializer(ShapedSerializer):
    """A booking of a unit; `booking_amount` is in the currency of the agreement value."""

    opportunity = Reference(slug_field="uid", queryset=Opportunity.objects.all())
    unit = Reference(slug_field="uid", queryset=Unit.objects.all())
    unit_name = serializers.CharField(source="unit.__str__", read_only=True)
    agreement_value = MoneyField("agreement_value", "currency", required=False)
    discount = serializers.FloatField(
        read_only=True, allow_null=True, help_text="Percent below the list price."
    )
    warning = serializers.CharField(read_only=True, help_text="What to beware of, in words.")

    class Meta:
        model = Booking
        fields = [
            "uid",
            "version",
            "opportunity",
            "unit",
            "unit_name",
            "state",
            "agreement_value",
            "booking_amount",
            "payment_plan",
            "discount",
            "warning",
            "submitted_at",
            "booked_at",
            "cancelled_at",
            "reason",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["state", "submitted_at", "booked_at", "cancelled_at", "reason"]
        validators: list[Any] = []


class CancelledSerializer(serializers.Serializer[Any]):
    """Why a booking is cancelled."""

    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=300)


class BookingViewSet(RowViewSet):
    """Bookings of the deals the caller may see."""

    model = Booking
    queryset = Booking.objects.none()
    serializer_class = BookingSerializer
    filterset_class = BookingFilterSet

    def write_permission(self) -> str:
        """Return the permission to change deals: a booking is part of one."""
        return "opportunities.change_opportunity"

    def rows(self) -> "QuerySet[Any]":
        """Return all bookings with what they refer to."""
        return Booking.objects.select_related(*RECORD)

    def add(self, values: dict[str, Any]) -> Booking:
        """Write a draft down."""
        return services.draft_booking(by=self.caller, **values)

    def change(self, row: Booking, expected: int, values: dict[str, Any]) -> Booking:
        """Change a draft."""
        return services.update_booking(row, by=self.caller, expected_version=expected, **values)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, uid: UUID) -> Response:
        """Take the unit off the market; the deal needs an active hold on it and one buyer.

        409 `illegal_transition` names what is `missing`, 409 `exclusive_lock` who was faster.
        """
        booking, seen = self.writable(uid), version_seen(request)
        return self.again(services.submit_booking(booking, by=self.caller, expected_version=seen))

    @extend_schema(request=None, responses={202: DealProposedSerializer})
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Propose to book the unit: a founder decides, and sees the discount."""
        booking = self.writable(uid)
        if booking.state != BookingState.SUBMITTED:
            raise IllegalTransitionError(
                f"It is {booking.state}, not submitted.", state=booking.state
            )
        return self._proposed(booking, confirmation(booking))

    @extend_schema(
        request=CancelledSerializer, responses={200: BookingSerializer, 202: DealProposedSerializer}
    )
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, uid: UUID) -> Response:
        """End a booking for a reason; one that is confirmed is proposed to be cancelled, 202."""
        asked = CancelledSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        booking, reason = self.writable(uid), asked.validated_data["reason"]
        if booking.state == BookingState.CONFIRMED and reason.strip():
            return self._proposed(booking, cancellation(booking, reason))
        booking = services.cancel_booking(
            booking, reason=reason, by=self.caller, expected_version=version_seen(request)
        )
        return self.again(booking)

    def _proposed(self, booking: Booking, said: dict[str, Any]) -> Response:
        return proposed(propose(by=self.caller, **said), {"ETag": etag(booking)})
