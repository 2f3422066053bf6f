"""Rows with a version: list, create, read now and as of a moment, change, history."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.shapes import MoneyField, Reference, Shape
from core.api.versions import etag, expected_version
from core.api.views import ApiViewSet
from core.models import CanonicalModel
from core.selectors import history
from core.selectors.changing import READ_ONLY, may_change

RECENT = {
    "-updated_at": ("-updated_at", "-id"),
    "updated_at": ("updated_at", "id"),
    "-created_at": ("-id",),
    "created_at": ("id",),
}
AS_OF = OpenApiParameter(
    "as_of",
    OpenApiTypes.DATETIME,
    description="The record's own fields as they were then; without what hangs on it.",
)


class ChangeSerializer(serializers.Serializer[Any]):
    """One field before and after."""

    field = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class HistoryEntrySerializer(serializers.Serializer[Any]):
    """What one version changed, by whom and why."""

    version = serializers.IntegerField()
    at = serializers.DateTimeField()
    by = serializers.CharField(allow_null=True)
    cause = serializers.CharField()
    kind = serializers.ChoiceField(choices=["created", "updated"])
    changes = ChangeSerializer(many=True)


class RowViewSet(ApiViewSet):
    """The views of one kind of canonical rows.

    A subclass gives `rows` (with what its serializers read), and `add` and `change` where it
    routes POST and PATCH. Rows with a `visible_to` are seen by it, others by everybody; those with
    a `changeable_by` are changed by it. `about` are the references to records a row is part of:
    who writes it has to be let change them.
    """

    model: type[CanonicalModel]
    about: tuple[str, ...] = ("contact", "account", "opportunity")
    orders = RECENT

    def rows(self) -> "QuerySet[Any]":
        """Return all rows, with what the serializers read of each."""
        raise NotImplementedError

    def add(self, values: dict[str, Any]) -> Any:
        """Create a row."""
        raise NotImplementedError

    def change(self, row: Any, expected: int, values: dict[str, Any]) -> Any:
        """Change a row that is at version `expected`."""
        raise NotImplementedError

    def write_permission(self) -> str | None:
        """Return the model permission to add or to change."""
        return permission_of(self.model, "add" if self.action == "create" else "change")

    def get_queryset(self) -> "QuerySet[Any]":
        """Return the rows the caller may see."""
        if getattr(self, "swagger_fake_view", False):
            return self.model._base_manager.none()  # noqa: SLF001 -- Django's documented name
        found = self.rows()
        if hasattr(found, "visible_to"):
            found = found.visible_to(self.caller)
        return found

    def readable(self, uid: UUID) -> Any:
        """Return a row to read; raises Http404 for one the caller may not see."""
        row = self.get_queryset().filter(uid=uid).first()
        if row is None:
            raise Http404
        return row

    def writable(self, uid: UUID) -> Any:
        """Return a row to change; raises PermissionDenied for one the caller may read alone."""
        row = self.readable(uid)
        self.require_changeable(row)
        return row

    def writing(self, row: Any = None) -> dict[str, Any]:
        """Return the checked values; raises PermissionDenied for a record shared to be read."""
        values = super().writing(row)
        for name in self.about:
            if (named := values.get(name)) != getattr(row, name, None):
                self.require_changeable(named)
        return values

    def require_changeable(self, row: Any) -> None:
        """Raise PermissionDenied for a record the caller may read alone; a machine has a source."""
        if row is not None and not self.caller.is_service and not may_change(row, self.caller):
            raise PermissionDenied(READ_ONLY)

    def opened(self, row: Any) -> None:
        """Take note that somebody reads a row."""

    def again(self, row: CanonicalModel, *, status: int = 200) -> Response:
        """Return a row just written, read anew."""
        return self.answered(self.rows().get(pk=row.pk), status=status)

    def list(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return one page of the records the caller may see."""
        return self.paged(self.filter_queryset(self.get_queryset()))

    def create(self, request: Request) -> Response:
        """Create a record and return it."""
        row = self.add(self.writing())
        response = self.again(row, status=201)
        response["Location"] = f"{request.path}{row.uid}/"
        return response

    @extend_schema(parameters=[AS_OF])
    def retrieve(self, request: Request, uid: UUID) -> Response:
        """Return one record; the uid of a merged one gives the record it went into."""
        row = self.readable(uid)
        self.opened(row)
        if as_of := request.query_params.get("as_of"):
            moment = serializers.DateTimeField().run_validation(as_of)
            return self._past(history.at(row, moment))
        return pointed(self.answered(row), request, uid, row)

    def partial_update(self, request: Request, uid: UUID) -> Response:
        """Change the given fields of a record."""
        row = self.writable(uid)
        expected = expected_version(request)
        return self.again(self.change(row, expected, self.writing(row)))

    @extend_schema(responses=HistoryEntrySerializer(many=True))
    @action(
        detail=True,
        methods=["get"],
        orders={"-version": ("-version",)},
        filterset_class=None,
        shapes=False,
    )
    def history(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return what every version of the record changed, the newest first."""
        row = self.readable(uid)
        page = self.paginate_queryset(self.model.history.filter(id=row.pk))
        told = history.entries(row, page or [], reader=self.caller, composed=self.composed)
        return self.get_paginated_response(HistoryEntrySerializer(told, many=True).data)

    def _past(self, past: CanonicalModel | None) -> Response:
        if past is None:
            raise Http404
        own = {f.name for f in self.model._meta.concrete_fields}  # noqa: SLF001 -- Django's documented name
        fields = getattr(self.get_serializer(), "fields", {})
        kept = {
            name
            for name, field in fields.items()
            if field.source in own or isinstance(field, Reference | MoneyField)
        }
        asked = Shape.of(self.request)
        shape = Shape(frozenset(kept & asked.fields if asked.fields else kept), asked.expand)
        return Response(self.reading(past, shape).data, headers={"ETag": etag(past)})


def pointed(response: Response, request: Request, uid: UUID, row: CanonicalModel) -> Response:
    """Return the answer; when another uid was asked for, it says whose it is."""
    if row.uid != uid:
        response["Content-Location"] = request.path.replace(str(uid), str(row.uid))
        response["X-Merged-Into"] = str(row.uid)
    return response


def permission_of(model: type[CanonicalModel], verb: str) -> str:
    """Return the name of a model permission: `contacts.change_contact`."""
    meta = model._meta  # noqa: SLF001 -- Django's documented name
    return f"{meta.app_label}.{verb}_{meta.model_name}"
