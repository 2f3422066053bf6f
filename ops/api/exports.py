"""`/exports/`: rows taken away as a file, by the one who asked for them."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.filters import AccountFilterSet
from accounts.models import Account
from contacts.filters import ContactFilterSet
from contacts.models import Contact
from core.admin.access import is_operator
from core.api.errors import ApiError, Problem, problem_of
from core.api.views import ApiViewSet
from core.filters import OwnedFilterSet
from core.models import entity_type
from core.selectors.ceiling import TooManyRowsError, most_for
from core.services import audit
from opportunities.filters import OpportunityFilterSet
from opportunities.models import Opportunity
from ops import services
from ops.choices import ExportKind, ExportState
from ops.models import Export
from ops.services.exporting import is_over
from ops.tasks import write_export

BINARY = "application/octet-stream"
MODELS: dict[str, tuple[Any, type[OwnedFilterSet]]] = {
    ExportKind.CONTACTS: (Contact, ContactFilterSet),
    ExportKind.ACCOUNTS: (Account, AccountFilterSet),
    ExportKind.OPPORTUNITIES: (Opportunity, OpportunityFilterSet),
}


class NotReadyError(ApiError):
    """The file is not written, or could not be."""

    status_code = 409
    default_code = "not_ready"
    default_detail = "The file is not there yet."


class ExpiredError(ApiError):
    """The file is given out no more."""

    status_code = 410
    default_code = "expired"
    default_detail = "The file is gone; ask for another."


@problem_of.register(TooManyRowsError)
def _too_many(error: TooManyRowsError, _request: Request) -> Problem:
    return Problem(422, "too_many_rows", str(error), [], {"most": error.most})


class ExportSerializer(serializers.ModelSerializer[Export]):
    """One export: how many rows, and until when its file can be had at `file/`."""

    kind = serializers.ChoiceField(choices=ExportKind.choices)
    state = serializers.ChoiceField(choices=ExportState.choices)
    filters = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Export
        fields = [
            "uid",
            "kind",
            "filters",
            "state",
            "rows",
            "size",
            "sha256",
            "error",
            "created_at",
            "ready_at",
            "expires_at",
        ]
        read_only_fields = fields


class NewExportSerializer(serializers.Serializer[Any]):
    """What to take away: all rows a filter of the list of that name keeps."""

    kind = serializers.ChoiceField(choices=ExportKind.choices)
    filter = serializers.DictField(
        child=serializers.CharField(), default=dict, help_text="As in the query of the list."
    )


class ExportViewSet(ListModelMixin, ApiViewSet):
    """The caller's own exports."""

    queryset = Export.objects.none()
    serializer_class = ExportSerializer
    filterset_class = None
    orders = {"-created_at": ("-id",)}
    shapes = False

    def get_queryset(self) -> "QuerySet[Export]":
        """Return the caller's exports; those of others are nobody's business."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        return Export.objects.filter(requested_by=self.caller).defer("ids")

    @extend_schema(request=NewExportSerializer, responses={202: ExportSerializer})
    def create(self, request: Request) -> Response:
        """Ask for a file; a worker writes it. 422 `too_many_rows` says how many it may hold."""
        if not is_operator(self.caller):
            raise PermissionDenied
        asked = NewExportSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        kind, narrowed = asked.validated_data["kind"], asked.validated_data["filter"]
        model = MODELS[kind][0]
        if not self.caller.has_perm(_view(model)):
            raise PermissionDenied
        export = services.ask_export(
            kind=kind,
            entity=entity_type(model),
            ids=self._chosen(kind, narrowed),
            filters=list(narrowed),
            by=self.caller,
        )
        uid = str(export.uid)
        transaction.on_commit(lambda: write_export.delay(uid), robust=True)
        headers = {"Location": f"{request.path}{uid}/"}
        return Response(ExportSerializer(export).data, status=202, headers=headers)

    def retrieve(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return one export: whether its file is ready."""
        row = get_object_or_404(self.get_queryset(), uid=uid)
        return Response(ExportSerializer(row).data)

    @extend_schema(responses={(200, BINARY): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, uid: UUID) -> FileResponse:  # noqa: ARG002 -- the framework's signature
        """Download the CSV. 409 `not_ready` before it is written, 410 `expired` after its day."""
        export = get_object_or_404(self.get_queryset(), uid=uid)
        if export.state == ExportState.EXPIRED:
            raise ExpiredError
        if export.state != ExportState.READY:
            raise NotReadyError(export.error or None)
        if is_over(export):
            raise ExpiredError
        audit("export.downloaded", by=self.caller, object_type="export", object_uid=uid)
        name = f"{export.kind}-{export.created_at:%Y-%m-%d}.csv"
        opened = export.file.open("rb")
        return FileResponse(opened, as_attachment=True, filename=name, content_type=BINARY)

    def _chosen(self, kind: str, narrowed: dict[str, str]) -> list[int]:
        """Return the ids of the rows, one more at most than the caller may take away."""
        model, filter_set = MODELS[kind]
        kept = filter_set(narrowed, model.objects.visible_to(self.caller), request=self.request)
        if unknown := sorted(narrowed.keys() - kept.filters.keys()):
            raise ValidationError({"filter": [f"There is no filter {', '.join(unknown)}."]})
        if not kept.is_valid():
            raise ValidationError({"filter": kept.errors})
        ids = kept.qs.order_by("-pk").values_list("pk", flat=True)
        return list(ids[: most_for(self.caller) + 1])


def _view(model: Any) -> str:
    meta = model._meta  # noqa: SLF001 -- Django's documented name
    return f"{meta.app_label}.view_{meta.model_name}"
