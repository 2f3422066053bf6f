"""`/consistency/checks/`: whether the database is at one with itself, as last found."""

from typing import Any

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.views import HouseOnly
from core.services import audit
from ops.models import Mark
from ops.services.consistency import MARK
from ops.tasks import check_consistency


class FindingSerializer(serializers.Serializer[Any]):
    """One thing that must hold, and how many rows break it."""

    name = serializers.CharField()
    found = serializers.IntegerField()
    repairable = serializers.BooleanField(help_text="Whether check_consistency --repair mends it.")


class ChecksSerializer(serializers.Serializer[Any]):
    """The findings of the last run; `at` is null before the first."""

    at = serializers.DateTimeField(allow_null=True)
    ok = serializers.BooleanField(allow_null=True)
    results = FindingSerializer(many=True)


class StartedSerializer(serializers.Serializer[Any]):
    """A worker does it now."""

    started = serializers.BooleanField()


class ConsistencyView(HouseOnly):
    """The checks."""

    @extend_schema(operation_id="consistency_checks", responses=ChecksSerializer)
    def get(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return how every check came out the last time they ran."""
        last = Mark.objects.filter(name=MARK).first()
        found = last.detail["findings"] if last else []
        told = {
            "at": last.at if last else None,
            "ok": not any(each["found"] for each in found) if last else None,
            "results": found,
        }
        return Response(ChecksSerializer(told).data)

    @extend_schema(
        operation_id="consistency_checks_run", request=None, responses={202: StartedSerializer}
    )
    def post(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """Have a worker run every check; it mends nothing. On a million people it takes minutes."""
        audit("consistency.asked", by=self.caller)
        transaction.on_commit(check_consistency.delay, robust=True)
        return Response({"started": True}, status=202)
