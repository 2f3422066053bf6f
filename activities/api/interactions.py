"""`/interactions/`: what happened, sent once by a person or a channel."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError as ValueRefused
from django.db import transaction
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from activities import services
from activities.api import serializers as wire
from activities.filters import InteractionFilterSet
from activities.models import Interaction, Transcript
from contacts.models import Contact, ContactPoint
from contacts.models.points import USABLE
from contacts.services import normal_value
from core.api.rows import RowViewSet, permission_of
from core.models import SourceSystem

SENT = ("create", "bulk", "transcript")
STATUSES = {"created": 201, "duplicate": 200, "unresolved": 202}
OF_CONTACT = {"contact", "contact_name"}
NEW = {201: wire.InteractionSerializer, 200: wire.InteractionSerializer}


class InteractionViewSet(RowViewSet):
    """Interactions of the contacts the caller may see."""

    model = Interaction
    queryset = Interaction.objects.none()
    serializer_class = wire.InteractionSerializer
    new_class = wire.NewInteractionSerializer
    filterset_class = InteractionFilterSet
    orders = {"-occurred_at": ("-occurred_at", "-id"), "occurred_at": ("occurred_at", "id")}

    @property
    def services_may_write(self) -> bool:  # type: ignore[override]  # it depends on the action
        """Return whether a channel may do this: to tell what happened, once."""
        return self.action in SENT

    def write_permission(self) -> str | None:
        """Return the permission of people; a channel needs a source of its own instead."""
        if self.caller.is_service:
            return None
        return permission_of(Interaction, "add" if self.action in SENT else "change")

    def rows(self) -> "QuerySet[Any]":
        """Return all interactions with what they refer to."""
        return Interaction.objects.select_related(
            "contact", "account", "opportunity", "user__team", "source_system"
        )

    def again(self, row: Interaction, *, status: int = 200) -> Response:  # type: ignore[override]  # of this model
        """Return a row just written; whom the caller may not see it does not name."""
        response = super().again(row, status=status)
        if not self._sees(row):
            response.data |= dict.fromkeys(OF_CONTACT & response.data.keys())
        return response

    @extend_schema(
        request=wire.NewInteractionSerializer,
        responses={**NEW, 202: wire.InteractionSerializer},
    )
    def create(self, request: Request) -> Response:
        """Tell what happened: 201 new, 200 known already, 202 when nobody knows whose it is."""
        row, outcome = self._log(self.writing(), self._source())
        response = self.again(row, status=STATUSES[outcome])
        response["Location"] = f"{request.path}{row.uid}/"
        return response

    def change(self, row: Interaction, expected: int, values: dict[str, Any]) -> Interaction:
        """Change one a person wrote down."""
        return services.update_interaction(row, by=self.caller, expected_version=expected, **values)

    @extend_schema(
        request=wire.InteractionsSerializer, responses=wire.InteractionOutcomesSerializer
    )
    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Response:
        """Tell of up to 500 interactions; all are taken in, or none."""
        asked = wire.InteractionsSerializer(
            data=request.data, context=self.get_serializer_context()
        )
        asked.is_valid(raise_exception=True)
        items = asked.validated_data["items"]
        for each in {item.get(name) for item in items for name in self.about}:
            self.require_changeable(each)
        source = self._source()
        with transaction.atomic():
            found = [self._log(values, source) for values in items]
        results = [
            {"external_id": row.external_id, "outcome": outcome, "uid": row.uid}
            for row, outcome in found
        ]
        return Response(wire.InteractionOutcomesSerializer({"results": results}).data)

    @extend_schema(responses=wire.InteractionSerializer(many=True))
    @action(detail=False, methods=["get"])
    def unresolved(self, _request: Request) -> Response:
        """Return the interactions nobody knows the contact of: the caller's, or all."""
        rows = self.get_queryset().filter(contact__isnull=True)
        return self.paged(self.filter_queryset(rows))

    @extend_schema(request=wire.InteractionLinkSerializer)
    @action(detail=True, methods=["post"])
    def link(self, request: Request, uid: UUID) -> Response:
        """Say whose interaction it was."""
        asked = wire.InteractionLinkSerializer(
            data=request.data, context=self.get_serializer_context()
        )
        asked.is_valid(raise_exception=True)
        contact = asked.validated_data["contact"]
        self.require_changeable(contact)
        row = services.link_interaction(self.writable(uid), contact=contact, by=self.caller)
        return self.again(row)

    @extend_schema(
        request=wire.NewTranscriptSerializer,
        responses={201: wire.TranscriptSerializer, 200: wire.TranscriptSerializer},
    )
    @action(detail=True, methods=["post"])
    def transcript(self, request: Request, uid: UUID) -> Response:
        """Keep what was said; 422 `consent_required` where the client did not agree."""
        asked = wire.NewTranscriptSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        row, is_new = services.add_transcript(
            self.writable(uid), by=self.caller, **asked.validated_data
        )
        row = Transcript.objects.select_related("interaction").get(pk=row.pk)
        return Response(wire.TranscriptSerializer(row).data, status=201 if is_new else 200)

    def _source(self) -> SourceSystem | None:
        """Return the channel that sends, None for a person who writes down what happened."""
        source = SourceSystem.objects.filter(owner=self.caller, active=True).first()
        if source is None and self.caller.is_service:
            raise PermissionDenied("You speak for no source; ask for one to be made yours.")
        return source if self.caller.is_service else None

    def _log(self, values: dict[str, Any], source: SourceSystem | None) -> tuple[Interaction, str]:
        values = dict(values)
        if point := values.pop("point", None):
            values.setdefault("counterparty_raw", point["value"])
            found = self._point(point)
            if found is not None and values.get("contact") is None:
                values |= {"channel_point": found, "contact": found.contact}
        if source is None:
            values.setdefault("user", self.caller)
        row, is_new = services.log_once(by=self.caller, source=source, **values)
        if not is_new and source is None and not self._sees(row):
            raise ValidationError({"external_id": ["Another interaction has this id."]})
        if not is_new:
            return row, "duplicate"
        nowhere = row.contact_id is None and row.account_id is None and row.opportunity_id is None
        return row, "unresolved" if nowhere else "created"

    def _sees(self, row: Interaction) -> bool:
        """Return whether the caller may see whom a row is about; nobody is seen by everybody."""
        people = Contact.objects.visible_to(self.caller)
        return row.contact_id is None or people.filter(pk=row.contact_id).exists()

    def _point(self, point: dict[str, Any]) -> ContactPoint | None:
        """Return the one claim on a number or address; people find those they may write about."""
        try:
            value = normal_value(point["kind"], point["value"])
        except ValueRefused:
            return None  # what is no number belongs to nobody; it is kept as it came
        people = Contact.objects.live()
        if not self.caller.is_service:
            people = people.changeable_by(self.caller)
        claims = ContactPoint.objects.filter(
            value_norm=value, status__in=USABLE, is_identity=True, contact__in=people
        )
        return claims.select_related("contact").first()
