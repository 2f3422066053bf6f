"""`/audit/`: the record of acts, its seals, and the proof of both, for those who run the house."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.errors import ApiError
from core.api.views import ApiViewSet, HouseOnly
from core.choices import UserKind
from core.filters import AuditFilterSet
from core.models import AuditEvent, AuditSeal
from core.selectors import proof
from core.services import audit

MOST_WINDOWS = 500  # a window holds up to 1,000 events; the command takes them all


class TooMuchError(ApiError):
    """A proof that would outlive the request."""

    status_code = 422
    default_code = "too_much"
    default_detail = f"More than {MOST_WINDOWS} windows; narrow the time, or run audit_verify."


class AuditEventSerializer(serializers.ModelSerializer[AuditEvent]):
    """One act; `payload` names fields and counts, never values of people."""

    actor = serializers.SlugRelatedField[Any](
        slug_field="username", read_only=True, allow_null=True
    )
    actor_kind = serializers.ChoiceField(choices=UserKind.choices, allow_blank=True)
    payload = serializers.DictField()

    class Meta:
        model = AuditEvent
        fields = [
            "id",
            "at",
            "actor",
            "actor_kind",
            "action",
            "object_type",
            "object_uid",
            "object_version",
            "proposal_uid",
            "batch_uid",
            "request_id",
            "payload",
            "row_hash",
        ]
        read_only_fields = fields


class AuditSealSerializer(serializers.ModelSerializer[AuditSeal]):
    """One closed window of events, chained to the one before it."""

    class Meta:
        model = AuditSeal
        fields = [
            "number",
            "first_id",
            "last_id",
            "events",
            "digest",
            "previous",
            "hash",
            "sealed_at",
        ]
        read_only_fields = fields


class ProofQuerySerializer(serializers.Serializer[Any]):
    """The time whose seals are proved; all of it unless told."""

    since = serializers.DateTimeField(required=False, allow_null=True, default=None)
    until = serializers.DateTimeField(required=False, allow_null=True, default=None)


class FaultSerializer(serializers.Serializer[Any]):
    """Where the record was tampered with; `window` is null for what stands in the anchor file."""

    window = serializers.IntegerField(allow_null=True)
    fault = serializers.CharField()


class ProofSerializer(serializers.Serializer[Any]):
    """What the proof came to."""

    ok = serializers.BooleanField()
    windows = serializers.IntegerField()
    events = serializers.IntegerField(help_text="Sealed, in these windows.")
    unsealed = serializers.IntegerField(help_text="Events no seal holds yet.")
    anchored = serializers.BooleanField(help_text="Whether there is an anchor file to compare.")
    faults = FaultSerializer(many=True)


class AuditEventViewSet(HouseOnly, ListModelMixin, ApiViewSet):
    """Every act of every actor."""

    queryset: "QuerySet[AuditEvent]" = AuditEvent.objects.select_related("actor")
    serializer_class = AuditEventSerializer
    filterset_class = AuditFilterSet
    orders = {"-id": ("-id",), "id": ("id",)}
    shapes = False


class AuditSealViewSet(HouseOnly, ListModelMixin, ApiViewSet):
    """The windows of the record that are sealed."""

    queryset: "QuerySet[AuditSeal]" = AuditSeal.objects.all()
    serializer_class = AuditSealSerializer
    filterset_class = None
    orders = {"-number": ("-number",), "number": ("number",)}
    shapes = False


class AuditProofView(HouseOnly):
    """The proof."""

    takes_key = False

    @extend_schema(
        operation_id="audit_verify", request=ProofQuerySerializer, responses=ProofSerializer
    )
    def post(self, request: Request) -> Response:
        """Compute the sealed windows of a time anew and compare them with seals and anchor."""
        asked = ProofQuerySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        since, until = asked.validated_data["since"], asked.validated_data["until"]
        found = _proved(since, until)
        payload = {"windows": found["windows"], "faults": len(found["faults"])}
        audit("audit.verified", by=self.caller, payload=payload)
        return Response(ProofSerializer(found).data)


def _proved(since: datetime | None, until: datetime | None) -> dict[str, Any]:
    if proof.count_windows(since, until) > MOST_WINDOWS:
        raise TooMuchError
    windows = list(proof.windows(since, until))
    faults = [{"window": each.number, "fault": text} for each in windows for text in each.faults]
    anchor = Path(settings.AUDIT_ANCHOR)
    lines = anchor.read_text(encoding="ascii").splitlines() if anchor.exists() else []
    faults += [{"window": None, "fault": text} for text in proof.anchor_faults(lines)]
    return {
        "ok": not faults,
        "windows": len(windows),
        "events": sum(each.events for each in windows),
        "unsealed": proof.unsealed(),
        "anchored": bool(lines),
        "faults": faults,
    }
