"""Exchanges with other systems."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.errors import IllegalTransitionError
from core.api.views import Api, ApiViewSet
from core.models import SourceSystem
from oracle_bridge.choices import RunState, SyncMode
from oracle_bridge.models import EntityMapping, SyncRun, SyncWatermark
from oracle_bridge.tasks import run_pulse

CHANGE = "oracle_bridge.change_entitymapping"
VIEW = "oracle_bridge.view_entitymapping"


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


class SyncRunsView(_HouseView, ApiViewSet):
    """Exchanges with other systems."""

    queryset = SyncRun.objects.none()
    serializer_class = SyncRunSerializer
    filterset_class = None
    orders = {"-started_at": ("-id",)}
    shapes = False

    @extend_schema(operation_id="sync_runs", responses=SyncRunSerializer(many=True))
    def list(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return one page of the runs, the newest first."""
        rows = SyncRun.objects.select_related("system", "batch")
        return self.get_paginated_response(
            SyncRunSerializer(self.paginate_queryset(rows), many=True).data
        )


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
        transaction.on_commit(lambda: run_pulse.delay(mode, self.caller.pk), robust=True)
        return Response({"system": system, "mode": mode}, status=202)


def _configured(system: str) -> bool:
    urls = {"pulse": settings.PULSE_URL, "nemoclaw": settings.NEMOCLAW_URL}
    return bool(urls.get(system))
