"""Entity mappings, exchanges with other systems, campaign touches and attribution."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.errors import IllegalTransitionError
from core.api.owned import readable_row
from core.api.views import Api
from core.models import SourceSystem
from opportunities.models import Attribution, Opportunity
from opportunities.services import take_touches
from oracle_bridge.choices import RunState, SyncDirection, SyncMode, SyncStatus
from oracle_bridge.models import EntityMapping, SyncRun, SyncWatermark
from oracle_bridge.tasks import run_pulse

MOST = 200
CHANGE = "oracle_bridge.change_entitymapping"
VIEW = "oracle_bridge.view_entitymapping"
TOUCH = "opportunities.add_campaigntouch"


class EntityMappingSerializer(serializers.ModelSerializer[EntityMapping]):
    """One record of ours and its counterpart in another system."""

    system: Any = serializers.SlugRelatedField("code", read_only=True)
    direction = serializers.ChoiceField(choices=SyncDirection.choices)
    status = serializers.ChoiceField(choices=SyncStatus.choices)

    class Meta:
        model = EntityMapping
        fields = [
            "uid", "version", "system", "entity_type", "local_uid", "external_id", "is_primary",
            "direction", "status", "local_version_at_sync", "remote_modified_at", "retry_count",
            "last_error",
        ]  # fmt: skip


class EntityMappingsSerializer(serializers.Serializer[Any]):
    """The mappings that fit, at most 200; narrow the question to see others."""

    results = EntityMappingSerializer(many=True)


class SyncRunSerializer(serializers.ModelSerializer[SyncRun]):
    """One exchange with one system."""

    system: Any = serializers.SlugRelatedField("code", read_only=True)
    mode = serializers.ChoiceField(choices=SyncMode.choices)
    state = serializers.ChoiceField(choices=RunState.choices)
    counts = serializers.DictField(child=serializers.IntegerField())
    batch: Any = serializers.SlugRelatedField("uid", read_only=True, allow_null=True)

    class Meta:
        model = SyncRun
        fields = [
            "uid", "system", "mode", "state", "since", "upto", "started_at", "finished_at",
            "counts", "error", "batch",
        ]  # fmt: skip


class SyncRunsSerializer(serializers.Serializer[Any]):
    """The newest runs first, at most 200."""

    results = SyncRunSerializer(many=True)


class RunSerializer(serializers.Serializer[Any]):
    """How much is asked for."""

    mode = serializers.ChoiceField(choices=SyncMode.choices, default=SyncMode.INCREMENTAL)


class RunStartedSerializer(serializers.Serializer[Any]):
    """The exchange is under way; `/sync/runs/` shows how far it has come."""

    system = serializers.CharField()
    mode = serializers.ChoiceField(choices=SyncMode.choices)


class SyncStandingSerializer(serializers.Serializer[Any]):
    """How we stand with one system."""

    system = serializers.CharField()
    configured = serializers.BooleanField(help_text="No: this installation has no such system.")
    last_success = serializers.DateTimeField(allow_null=True)
    watermark = serializers.DateTimeField(allow_null=True)
    mappings = serializers.DictField(child=serializers.IntegerField(), help_text="By status.")
    success_rate_24h = serializers.FloatField(allow_null=True)


class TouchesSerializer(serializers.Serializer[Any]):
    """Up to a thousand touches of one source."""

    items = serializers.ListField(child=serializers.DictField(), allow_empty=False, max_length=1000)


class TouchOutcomeSerializer(serializers.Serializer[Any]):
    """What became of one touch."""

    external_id = serializers.CharField(allow_blank=True)
    outcome = serializers.ChoiceField(choices=["created", "duplicate", "unresolved", "invalid"])
    reason = serializers.CharField(allow_blank=True)


class TouchOutcomesSerializer(serializers.Serializer[Any]):
    """The outcomes, in the order of the items."""

    results = TouchOutcomeSerializer(many=True)


class AttributionSerializer(serializers.Serializer[Any]):
    """The share of a deal one campaign has under one model."""

    model = serializers.CharField()
    campaign = serializers.CharField(source="campaign.name")
    share = serializers.DecimalField(max_digits=7, decimal_places=6)
    computed_at = serializers.DateTimeField()


class AttributionsSerializer(serializers.Serializer[Any]):
    """The shares; those of one model add up to one."""

    results = AttributionSerializer(many=True)


class _HouseView(Api):
    """A view of the exchange with other systems, for those who may see mappings."""

    def check_permissions(self, request: Request) -> None:
        """Let in who may see mappings."""
        super().check_permissions(request)
        if not self.caller.has_perm(VIEW):
            self.permission_denied(request)

    def write_permission(self) -> str:
        """Return the permission to change mappings."""
        return CHANGE


class EntityMappingsView(_HouseView):
    """Which of our records is which of theirs."""

    @extend_schema(
        operation_id="entity_mappings_list",
        parameters=[
            OpenApiParameter(name, str) for name in ("system", "type", "status", "external")
        ]
        + [OpenApiParameter("local", UUID)],
        responses=EntityMappingsSerializer,
    )
    def get(self, request: Request) -> Response:
        """Return mappings by system, type, status, our uid or their id."""
        asked = request.query_params
        columns = {
            "system": "system__code",
            "type": "entity_type",
            "status": "status",
            "external": "external_id",
        }
        given = {column: asked[name] for name, column in columns.items() if asked.get(name)}
        if any("\0" in value for value in given.values()):
            raise Http404
        if local := asked.get("local"):
            given["local_uid"] = serializers.UUIDField().run_validation(local)
        rows = EntityMapping.objects.filter(**given).select_related("system").order_by("-pk")
        return Response({"results": EntityMappingSerializer(rows[:MOST], many=True).data})


class SyncRunsView(_HouseView):
    """Exchanges with other systems."""

    @extend_schema(operation_id="sync_runs", responses=SyncRunsSerializer)
    def get(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the newest runs."""
        rows = SyncRun.objects.select_related("system", "batch")[:MOST]
        return Response({"results": SyncRunSerializer(rows, many=True).data})


class SyncStatusView(_HouseView):
    """How we stand with one system."""

    @extend_schema(operation_id="sync_status", responses=SyncStandingSerializer)
    def get(self, request: Request, system: str) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the last success, the watermark and the mappings by status."""
        source = SourceSystem.objects.filter(code=system).first()
        if source is None:
            raise Http404
        runs = SyncRun.objects.filter(system=source)
        ended = runs.exclude(state=RunState.RUNNING).filter(
            started_at__gte=timezone.now() - timedelta(days=1)
        )
        total, failed = ended.count(), ended.filter(state=RunState.FAILED).count()
        counted = EntityMapping.objects.filter(system=source).values_list("status")
        return Response(
            {
                "system": system,
                "configured": _configured(system),
                "last_success": runs.filter(state=RunState.DONE)
                .values_list("finished_at", flat=True)
                .first(),
                "watermark": SyncWatermark.objects.filter(system=source)
                .values_list("cursor", flat=True)
                .first(),
                "mappings": dict(counted.annotate(n=Count("pk")).order_by()),
                "success_rate_24h": (total - failed) / total if total else None,
            }
        )


class SyncRunView(_HouseView):
    """Starting an exchange."""

    @extend_schema(
        operation_id="sync_run", request=RunSerializer, responses={202: RunStartedSerializer}
    )
    def post(self, request: Request, system: str) -> Response:
        """Start an exchange; a worker carries it out."""
        asked = RunSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        if system != "pulse":
            raise Http404
        if not _configured(system):
            raise IllegalTransitionError("There is no Pulse here: set PULSE_URL and PULSE_SECRET.")
        mode = asked.validated_data["mode"]
        transaction.on_commit(partial(run_pulse.delay, mode, self.caller.pk), robust=True)
        return Response({"system": system, "mode": mode}, status=202)


class TouchesView(Api):
    """Times a campaign met somebody; Catalyst sends them."""

    services_may_write = True

    def write_permission(self) -> str:
        """Return the permission to add touches."""
        return TOUCH

    @extend_schema(
        operation_id="touches_take_in", request=TouchesSerializer, responses=TouchOutcomesSerializer
    )
    def post(self, request: Request) -> Response:
        """Keep the touches, attribute the deals of those met anew, and return what became of each.

        A service speaks for the source it owns, a person for Catalyst.
        """
        sent = TouchesSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        own = SourceSystem.objects.filter(owner=self.caller, active=True).order_by("pk").first()
        source = own or SourceSystem.objects.get(code="catalyst")
        items = sent.validated_data["items"]
        outcomes = take_touches(items, source=source, by=self.caller)
        return Response({"results": TouchOutcomeSerializer(outcomes, many=True).data})


class AttributionView(Api):
    """Which campaigns a deal is owed to."""

    @extend_schema(operation_id="opportunity_attribution", responses=AttributionsSerializer)
    def get(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the shares of every campaign under every model."""
        deal = readable_row(Opportunity.objects.visible_to(self.caller), Opportunity, uid)
        rows = Attribution.objects.filter(opportunity=deal).select_related("campaign")
        return Response({"results": AttributionSerializer(rows, many=True).data})


def _configured(system: str) -> bool:
    urls = {"pulse": settings.PULSE_URL, "nemoclaw": settings.NEMOCLAW_URL}
    return bool(urls.get(system))
