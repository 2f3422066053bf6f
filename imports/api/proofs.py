"""`/imports/{uid}/report.csv` and `replay/`: what became of a file, and the proof of it."""

import csv
import tempfile
from io import TextIOWrapper
from pathlib import PurePath
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.db import transaction
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.errors import Problem, problem_of
from core.models import User
from imports.api.views import ImportViewSet
from imports.models import RawBatch
from imports.selectors.reporting import report_lines
from imports.services.proving import ReplayUnderWayError, ask_replay, last_replay
from imports.tasks import replay_batch

CSV = "text/csv"
STATES = ("none", "running", "same", "differs", "failed")


class ReplaySerializer(serializers.Serializer[Any]):
    """The last replay of an import; the hashes are of what its rows made, `differs` says why not.

    Rows that matched people of other imports, or were decided by hand, make a replay differ.
    """

    state = serializers.ChoiceField(choices=STATES)
    asked_at = serializers.DateTimeField(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)
    hash = serializers.CharField(allow_blank=True)
    replayed_hash = serializers.CharField(allow_blank=True)


class ProofViewSet(ImportViewSet):
    """The report of an import, and its replay."""

    http_method_names = ["get", "post", "head", "options"]

    @extend_schema(operation_id="imports_report", responses={(200, CSV): OpenApiTypes.STR})
    def report(self, request: Request, uid: UUID) -> FileResponse:  # noqa: ARG002 -- the framework's signature
        """Download what became of every row: outcome, record, what it made, reason and issues."""
        batch = self._batch(uid)
        name = f"{PurePath(batch.filename).stem}-report.csv"
        out = _csv(batch, self.caller)
        return FileResponse(out, as_attachment=True, filename=name, content_type=CSV)

    @extend_schema(operation_id="imports_replay_last", responses=ReplaySerializer)
    def last(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return how the last replay came out."""
        return Response(ReplaySerializer(last_replay(self._batch(uid))).data)

    @extend_schema(operation_id="imports_replay", request=None, responses={202: ReplaySerializer})
    def replay(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Have a worker import the file again into an empty database and compare the hashes.

        409 `illegal_transition` for an import that was never applied, or is being replayed.
        """
        if self.caller.is_service:
            raise PermissionDenied("People replay imports.")
        batch = self._batch(uid)
        ask_replay(batch, by=self.caller)
        transaction.on_commit(lambda: replay_batch.delay(batch.pk, self.caller.pk), robust=True)
        return Response(ReplaySerializer(last_replay(batch)).data, status=202)


def _csv(batch: RawBatch, reader: User) -> BinaryIO:
    """Return the report as a file that is open at its start and goes away when it is closed."""
    out = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 -- the answer closes it
    text = TextIOWrapper(out, encoding="utf-8-sig", newline="")
    csv.writer(text).writerows(report_lines(batch, reader))
    text.detach()
    out.seek(0)
    return out


@problem_of.register(ReplayUnderWayError)
def _under_way(error: ReplayUnderWayError, _request: Request) -> Problem:
    return Problem(409, "illegal_transition", str(error))
