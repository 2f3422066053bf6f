"""`/imports/`: files in, rows looked at, commits proposed. Approving is for people, elsewhere."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from approvals.models import Proposal
from approvals.services import ApprovalError
from contacts.models import Contact
from core.api.errors import IllegalTransitionError, Problem, problem_of
from core.api.parsers import JsonParser
from core.api.versions import expected_version
from core.api.views import ApiViewSet
from imports import services
from imports.api.serializers import (
    CorrectionSerializer,
    DecisionSerializer,
    ImportListSerializer,
    ImportSerializer,
    MappingSerializer,
    NewImportSerializer,
    ProposedSerializer,
    RevertSerializer,
    RowCorrectionSerializer,
    RowSerializer,
    row_of,
)
from imports.choices import BatchState, RowOutcome
from imports.models import RawBatch
from imports.pipeline.receive import path_of
from imports.selectors import batches_for, full_rows, may_import, records_of, rows_with
from imports.services import (
    AlreadyReceivedError,
    CorrectionError,
    Decision,
    DecisionError,
    OvertakenError,
    UnknownTargetError,
    WrongStateError,
)
from imports.services.rejects import left_behind
from imports.sources import SourceError
from imports.tasks import advance_batch

FILE = {(200, "application/octet-stream"): OpenApiTypes.BINARY}
OUTCOME = OpenApiParameter("outcome", OpenApiTypes.STR, enum=RowOutcome.values)
ISSUE = OpenApiParameter("issue", OpenApiTypes.STR, description="A code, or `any`.")
STATE = OpenApiParameter("state", OpenApiTypes.STR, enum=BatchState.values)


class ImportViewSet(ApiViewSet):
    """Imports. Services may bring files and propose; people approve."""

    serializer_class = ImportSerializer
    parser_classes = [JsonParser, MultiPartParser]
    http_method_names = ["get", "post", "put", "patch", "head", "options"]
    orders = {"-created_at": ("-id",), "created_at": ("id",)}
    services_may_write = True
    shapes = False
    filterset_class = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let in people who may import, and services."""
        super().initial(request, *args, **kwargs)
        if not may_import(self.caller):
            raise PermissionDenied("Importing takes the role of operator, steward or founder.")

    def get_queryset(self) -> "QuerySet[RawBatch]":
        """Return the imports the caller may see: people all, services their own."""
        if getattr(self, "swagger_fake_view", False):
            return RawBatch.objects.none()
        return batches_for(self.caller)

    @extend_schema(responses=ImportListSerializer(many=True), parameters=[STATE])
    def list(self, request: Request) -> Response:
        """Return one page of imports, the newest first."""
        rows = self.get_queryset()
        if state := request.query_params.get("state"):
            rows = rows.filter(state=_known(state, BatchState.values, "state"))
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(ImportListSerializer(page, many=True).data)

    @extend_schema(
        request={"multipart/form-data": NewImportSerializer}, responses={201: ImportSerializer}
    )
    def create(self, request: Request) -> Response:
        """Take a file; a worker reads it. Bytes known from this source get 409 `duplicate_of`."""
        new = _checked(NewImportSerializer(data=request.data))
        batch = services.receive(
            new["file"],
            filename=new["file"].name,
            source=new["source"],
            by=self.caller,
            region_hint=new["region_hint"],
            again=new["again"],
        )
        _start(batch)
        headers = {"Location": f"{request.path}{batch.uid}/"}
        return Response(ImportSerializer(batch).data, status=201, headers=headers)

    def retrieve(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return an import: state, counts, progress, seconds per step, issues by code."""
        return Response(ImportSerializer(self._batch(uid)).data)

    @extend_schema(responses=MappingSerializer)
    def mapping(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the newest mapping of the columns."""
        return Response(MappingSerializer(services.current_manifest(self._batch(uid))).data)

    @extend_schema(request=CorrectionSerializer, responses=MappingSerializer)
    def correct(self, request: Request, uid: UUID) -> Response:
        """Put corrections into a new version of the mapping."""
        batch = self._batch(uid)
        if batch.state not in (BatchState.MAPPING_PROPOSED, BatchState.FAILED):
            raise WrongStateError(batch, "correct the mapping", [BatchState.MAPPING_PROPOSED])
        wanted = _checked(CorrectionSerializer(data=request.data))
        manifest = services.correct_mapping(
            batch, wanted["targets"], by=self.caller, entity=wanted["entity"]
        )
        return Response(MappingSerializer(manifest).data)

    @extend_schema(request=None, responses=MappingSerializer)
    def suggest(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Propose the mapping anew: corrections are left aside, earlier versions stay on record."""
        batch = self._batch(uid)
        return Response(MappingSerializer(services.suggest(batch, by=self.caller)).data)

    @extend_schema(request=None, responses=ImportSerializer)
    def confirm(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Confirm the mapping; a worker goes on up to the proposal of the commit."""
        batch = self._batch(uid)
        services.confirm(batch, by=self.caller)
        _start(batch)
        return Response(ImportSerializer(batch).data)

    @extend_schema(request=None, responses=ImportSerializer)
    def cancel(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Stop an import nothing of which is applied."""
        batch = self._batch(uid)
        _governed(services.cancel, batch, by=self.caller)
        return Response(ImportSerializer(batch).data)

    @extend_schema(request=None, responses=ImportSerializer)
    def retry(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Put a failed import back to the step that failed."""
        batch = self._batch(uid)
        services.retry(batch, by=self.caller)
        _start(batch)
        return Response(ImportSerializer(batch).data)

    @extend_schema(request=None, responses={202: ProposedSerializer})
    def commit(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the proposal of the commit; rows decided since are proposed now."""
        batch = self._batch(uid)
        if batch.state == BatchState.APPLIED:
            return _proposed(_governed(services.propose_rest, batch, by=self.caller))
        if batch.state != BatchState.PENDING or batch.proposal is None:
            raise WrongStateError(batch, "commit", [BatchState.PENDING, BatchState.APPLIED])
        return _proposed(batch.proposal)

    @extend_schema(request=RevertSerializer, responses={202: ProposedSerializer})
    def revert(self, request: Request, uid: UUID) -> Response:
        """Propose to undo an applied import; a person approves."""
        batch = self._batch(uid)
        reason = _checked(RevertSerializer(data=request.data))["reason"]
        return _proposed(_governed(services.propose_revert, batch, by=self.caller, reason=reason))

    @extend_schema(responses=RowSerializer(many=True), parameters=[OUTCOME, ISSUE])
    def rows(self, request: Request, uid: UUID) -> Response:
        """Return one page of the rows, in the order of the file."""
        batch = self._batch(uid)
        outcome = request.query_params.get("outcome", "")
        if outcome:
            _known(outcome, RowOutcome.values, "outcome")
        found = rows_with(batch, outcome=outcome, issue=request.query_params.get("issue", ""))
        self.orders = {"row": ("row_no",)}
        numbers = [row.row_no for row in self.paginate_queryset(found) or []]
        return self.get_paginated_response(self._rows(batch, numbers))

    @extend_schema(responses=RowSerializer)
    def row(self, request: Request, uid: UUID, number: int) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return one row by the number a spreadsheet shows."""
        batch = self._batch(uid)
        if not batch.rows.filter(row_no=_row_number(number)).exists():
            get_object_or_404(RawBatch.objects.none())
        return self._row(batch, number)

    @extend_schema(request=RowCorrectionSerializer, responses=RowSerializer)
    def mend(self, request: Request, uid: UUID, number: int) -> Response:
        """Correct cells of a row before it is approved: typed anew, resolved and proposed anew."""
        if self.caller.is_service:
            raise PermissionDenied("People correct rows.")
        batch = self._batch(uid)
        asked = _checked(RowCorrectionSerializer(data=request.data))
        get_object_or_404(batch.normalised, row_no=_row_number(number))
        expected = expected_version(request)
        act = partial(services.correct_row, batch, number, asked["cells"], expected=expected)
        _governed(act, by=self.caller)
        return self._row(batch, number)

    @extend_schema(request=DecisionSerializer, responses=RowSerializer)
    def decide(self, request: Request, uid: UUID, number: int) -> Response:
        """Answer an ambiguous row: match one of its candidates, create a person, or skip it."""
        if self.caller.is_service:
            raise PermissionDenied("People decide who is who.")
        batch = self._batch(uid)
        answer = _checked(DecisionSerializer(data=request.data))
        seen = Contact.objects.visible_to(self.caller).filter(uid=answer["target"])
        target = seen.values_list("pk", flat=True).first() if answer["target"] else None
        decision = Decision(_row_number(number), answer["outcome"], target)
        _governed(services.decide_rows, batch, [decision], by=self.caller)
        return self._row(batch, number)

    @extend_schema(responses=FILE)
    def rejects(self, request: Request, uid: UUID) -> FileResponse:  # noqa: ARG002 -- the framework's signature
        """Download the rows that could not be imported, in their own format, with reasons."""
        out, name = left_behind(self._batch(uid))
        return FileResponse(out, as_attachment=True, filename=name, content_type=BINARY)

    @extend_schema(responses=FILE)
    def raw(self, request: Request, uid: UUID) -> FileResponse:  # noqa: ARG002 -- the framework's signature
        """Download the file as it came."""
        batch = self._batch(uid)
        file = path_of(batch).open("rb")
        return FileResponse(file, as_attachment=True, filename=batch.filename, content_type=BINARY)

    def _batch(self, uid: UUID) -> RawBatch:
        batch: RawBatch = get_object_or_404(self.get_queryset(), uid=uid)
        return batch

    def _row(self, batch: RawBatch, number: int) -> Response:
        told = self._rows(batch, [number])[0]
        return Response(told, headers={"ETag": f'"{told["version"]}"'})

    def _rows(self, batch: RawBatch, numbers: Sequence[int]) -> Any:
        found = full_rows(batch, numbers)
        records = records_of(batch, found, self.caller)
        return RowSerializer([row_of(row, records) for row in found], many=True).data


BINARY = "application/octet-stream"
MOST_ROWS = 2**31 - 1


@problem_of.register(WrongStateError)
def _wrong_state(error: WrongStateError, _request: Request) -> Problem:
    extra = {"state": error.state, "allowed": error.allowed}
    return Problem(409, "illegal_transition", str(error), [], extra)


@problem_of.register(AlreadyReceivedError)
def _duplicate(error: AlreadyReceivedError, _request: Request) -> Problem:
    return Problem(409, "duplicate", str(error), [], {"duplicate_of": str(error.batch.uid)})


@problem_of.register(OvertakenError)
def _overtaken(error: OvertakenError, _request: Request) -> Problem:
    extra = {"expected_version": error.expected, "current_version": error.current}
    return Problem(409, "version_conflict", str(error), [], extra)


@problem_of.register(CorrectionError)
@problem_of.register(DecisionError)
@problem_of.register(UnknownTargetError)
def _bad_value(error: ValueError, _request: Request) -> Problem:
    return Problem(400, "validation_error", str(error))


@problem_of.register(SourceError)
def _unreadable(error: SourceError, _request: Request) -> Problem:
    return Problem(422, error.code, error.message)


def _checked(serializer: "BaseSerializer[Any]") -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    values: dict[str, Any] = serializer.validated_data
    return values


def _start(batch: RawBatch) -> None:
    transaction.on_commit(lambda: advance_batch.delay(batch.pk), robust=True)


def _governed(service: Any, *args: Any, **kwargs: Any) -> Any:
    """Call a service that proposes; what governance refuses becomes a 409 with its code."""
    try:
        return service(*args, **kwargs)
    except ApprovalError as error:
        raise IllegalTransitionError(str(error), refused=error.code) from error


def _proposed(proposal: Proposal) -> Response:
    body = {"proposal": proposal.uid, "state": proposal.state}
    return Response(ProposedSerializer(body).data, status=202)


def _known(name: str, names: "list[str]", parameter: str) -> str:
    if name not in names:
        raise ValidationError({parameter: [f"One of {', '.join(names)}."]})
    return name


def _row_number(number: int) -> int:
    return min(number, MOST_ROWS)
