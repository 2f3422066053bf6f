"""Records that have an owner: list, create, read, change, archive, restore, history."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.errors import GoneError, IllegalTransitionError, MergedError
from core.api.shapes import MoneyField, Reference, Shape
from core.api.versions import etag, expected_version
from core.api.views import ApiViewSet
from core.choices import State
from core.models import CanonicalModel, OwnedModel
from core.selectors import history
from core.services import archive, note_view, restore

LONGEST_CHAIN = 50
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


class ReasonSerializer(serializers.Serializer[Any]):
    """Why something is done."""

    reason = serializers.CharField(required=False, default="", max_length=500)


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


class OwnedViewSet(ApiViewSet):
    """The views of one kind of owned record.

    A subclass gives `rows` (with what its serializers read), `add` and `change`. Whom a record
    is hidden from gets 404; the uid of a merged record reads as its survivor's.
    """

    model: type[OwnedModel]
    orders = RECENT

    def rows(self) -> "QuerySet[Any]":
        """Return all rows, with what the serializers read of each."""
        raise NotImplementedError

    def add(self, values: dict[str, Any]) -> OwnedModel:
        """Create a record."""
        raise NotImplementedError

    def change(self, row: Any, expected: int, values: dict[str, Any]) -> OwnedModel:
        """Change a record that is at version `expected`."""
        raise NotImplementedError

    def owned(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values of a new record: the caller owns it unless somebody else is named."""
        owner = values.get("owner") or self.caller
        return {"team": owner.team, **values, "owner": owner}

    def write_permission(self) -> str:
        """Return the model permission to add or to change."""
        return permission_of(self.model, "add" if self.action == "create" else "change")

    def get_queryset(self) -> "QuerySet[Any]":
        """Return the rows the caller may see."""
        if getattr(self, "swagger_fake_view", False):
            return self.model._base_manager.none()  # noqa: SLF001 -- Django's documented name
        found: QuerySet[Any] = self.rows().visible_to(self.caller)  # type: ignore[attr-defined]
        return found

    def list(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return one page of the records the caller may see."""
        return self.paged(self.filter_queryset(self.get_queryset()))

    def create(self, request: Request) -> Response:
        """Create a record and return it."""
        row = self.add(self.writing())
        response = self.answered(self.rows().get(pk=row.pk), status=201)
        response["Location"] = f"{request.path}{row.uid}/"
        return response

    @extend_schema(parameters=[AS_OF])
    def retrieve(self, request: Request, uid: UUID) -> Response:
        """Return one record; the uid of a merged one gives the record it went into."""
        row = readable_row(self.get_queryset(), self.model, uid)
        note_view(row, by=self.caller)
        if as_of := request.query_params.get("as_of"):
            moment = serializers.DateTimeField().run_validation(as_of)
            return self._past(row, history.at(row, moment))
        return pointed(self.answered(row), request, uid, row)

    def partial_update(self, request: Request, uid: UUID) -> Response:
        """Change the given fields of a record."""
        row = writable_row(self.get_queryset(), self.model, uid)
        expected = expected_version(request)
        row = self.change(row, expected, self.writing(row))
        return self.answered(self.rows().get(pk=row.pk))

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, uid: UUID) -> Response:
        """Take a record out of every list; nothing is lost."""
        return self._move(request, uid, State.ACTIVE, archive)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, uid: UUID) -> Response:
        """Bring an archived record back."""
        return self._move(request, uid, State.ARCHIVED, restore)

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
        row = readable_row(self.get_queryset(), self.model, uid)
        page = self.paginate_queryset(self.model.history.filter(id=row.pk))
        return self.get_paginated_response(
            HistoryEntrySerializer(history.entries(row, page or []), many=True).data
        )

    def _move(self, request: Request, uid: UUID, before: State, service: Any) -> Response:
        reason = ReasonSerializer(data=request.data)
        reason.is_valid(raise_exception=True)
        row = writable_row(self.get_queryset(), self.model, uid)
        if row.state != before:
            raise IllegalTransitionError(f"It is {row.state}, not {before}.", state=row.state)
        service(row, by=self.caller, cause=reason.validated_data["reason"])
        return self.answered(self.rows().get(pk=row.pk))

    def _past(self, row: OwnedModel, past: CanonicalModel | None) -> Response:
        if past is None:
            raise Http404
        own = {f.name for f in type(row)._meta.concrete_fields}  # noqa: SLF001 -- Django's documented name
        fields = getattr(self.get_serializer(), "fields", {})
        kept = {
            name
            for name, field in fields.items()
            if field.source in own or isinstance(field, Reference | MoneyField)
        }
        asked = Shape.of(self.request)
        shape = Shape(frozenset(kept & asked.fields if asked.fields else kept), asked.expand)
        return Response(self.reading(past, shape).data, headers={"ETag": etag(past)})


def readable_row(visible: "QuerySet[Any]", model: type[OwnedModel], uid: UUID) -> Any:
    """Return the row of a uid, or its survivor, out of the visible rows.

    A survivor carries the merged uid as `redirected_from`. Raises Http404 when the caller may
    not see it, GoneError when it was erased.
    """
    row = visible.filter(uid=uid).first()
    if row is None or row.state == State.MERGED:
        row = visible.filter(pk=_survivor(model, uid)).first()
    if row is None:
        raise Http404
    if row.state == State.ERASED:
        raise GoneError
    row.redirected_from = None if row.uid == uid else uid
    return row


def writable_row(visible: "QuerySet[Any]", model: type[OwnedModel], uid: UUID) -> Any:
    """Return the row of a uid; raises MergedError naming the survivor of a merged one."""
    row = readable_row(visible, model, uid)
    if row.redirected_from:
        raise MergedError(merged_into=str(row.uid))
    return row


def pointed(response: Response, request: Request, uid: UUID, row: OwnedModel) -> Response:
    """Return the answer; when another uid was asked for, it says whose it is."""
    if row.uid != uid:
        response["Content-Location"] = request.path.replace(str(uid), str(row.uid))
        response["X-Merged-Into"] = str(row.uid)
    return response


def permission_of(model: type[OwnedModel], verb: str) -> str:
    """Return the name of a model permission: `contacts.change_contact`."""
    meta = model._meta  # noqa: SLF001 -- Django's documented name
    return f"{meta.app_label}.{verb}_{meta.model_name}"


def _survivor(model: type[OwnedModel], uid: UUID) -> int | None:
    if not hasattr(model, "merged_into"):
        return None
    rows: QuerySet[Any] = model._base_manager.all()  # noqa: SLF001 -- Django's documented name
    into = dict(rows.filter(uid=uid).values_list("pk", "merged_into"))
    target: int | None = next(iter(into.values()), None)
    for _ in range(LONGEST_CHAIN):
        further = rows.filter(pk=target).values_list("merged_into", flat=True).first()
        if further is None:
            break
        target = further
    return target
