"""`/entity-mappings/`: which of our records is which of theirs; `/hooks/`: calls of theirs."""

import base64
import hmac
import time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.errors import ApiError, IllegalTransitionError
from core.api.views import Api, ApiViewSet
from core.models import SourceSystem
from core.querysets import SEES_EVERYTHING
from oracle_bridge.choices import SyncDirection, SyncStatus
from oracle_bridge.models import EntityMapping
from oracle_bridge.services.mapping import (
    Counterpart,
    NotInConflictError,
    disable_mapping,
    keep_mapping,
    resolve_mapping,
)
from oracle_bridge.tasks import follow_pulse

CHANGE = "oracle_bridge.change_entitymapping"
VIEW = "oracle_bridge.view_entitymapping"
LONGEST_ID = 200
FRESH = 300  # seconds a signed call is believed for


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


class CounterpartSerializer(serializers.Serializer[Any]):
    """Whose record it is here, and how it stands there."""

    local_uid = serializers.UUIDField()
    remote_modified_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    remote_hash = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")


class KeepSerializer(serializers.Serializer[Any]):
    """Which side stands; `merge`: both as they are now."""

    keep = serializers.ChoiceField(choices=["local", "remote", "merge"])


class DisableSerializer(serializers.Serializer[Any]):
    """Why a pair is exchanged no more."""

    reason = serializers.CharField(max_length=500)


class MappedElsewhereError(ApiError):
    """Their record is another one's with us; a proposal asks who is right."""

    status_code = 409
    default_code = "mapped_elsewhere"
    default_detail = "Their record is mapped to another one of ours."


class MappingView(Api):
    """A view of mappings, for those who may see them."""

    def check_permissions(self, request: Request) -> None:
        """Let in who may see mappings, and the owner of a system."""
        super().check_permissions(request)
        if not self.sees_all() and not self.owns():
            self.permission_denied(request)

    def sees_all(self) -> bool:
        """Return whether the caller may see the mappings of every system."""
        return self.caller.has_perm(VIEW) or self.caller.has_perm(SEES_EVERYTHING)

    def owns(self) -> bool:
        """Return whether the system of the path is the caller's own."""
        code = self.kwargs.get("system", "")
        return SourceSystem.objects.filter(code=code, owner=self.caller, active=True).exists()

    def mapping(self) -> EntityMapping:
        """Return the mapping of the path; raises Http404."""
        found = EntityMapping.objects.select_related("system").filter(
            system__code=self.kwargs["system"],
            entity_type=self.kwargs["entity_type"],
            external_id=self.kwargs["external_id"],
        )
        row = None if "\0" in self.kwargs["external_id"] else found.first()
        if row is None:
            raise Http404
        return row

    def shown(self, mapping: EntityMapping, *, status: int = 200) -> Response:
        """Return the answer that is one mapping."""
        return Response(EntityMappingSerializer(mapping).data, status=status)


class EntityMappingsView(MappingView, ApiViewSet):
    """Which of our records is which of theirs."""

    queryset = EntityMapping.objects.none()
    serializer_class = EntityMappingSerializer
    filterset_class = None
    orders = {"-created_at": ("-id",), "created_at": ("id",)}
    shapes = False

    def owns(self) -> bool:
        """Return whether a system is the caller's own; its mappings are listed."""
        return SourceSystem.objects.filter(owner=self.caller, active=True).exists()

    @extend_schema(
        operation_id="entity_mappings_list",
        parameters=[
            OpenApiParameter(name, str) for name in ("system", "type", "status", "external")
        ]
        + [OpenApiParameter("local", UUID)],
        responses=EntityMappingSerializer(many=True),
    )
    def list(self, request: Request) -> Response:
        """Return one page of the mappings, by system, type, status, our uid or their id."""
        asked = request.query_params
        columns = {
            "system": "system__code",
            "type": "entity_type",
            "status": "status",
            "external": "external_id",
        }
        given: dict[str, Any] = {
            column: asked[name] for name, column in columns.items() if asked.get(name)
        }
        if any("\0" in str(value) for value in given.values()):
            raise Http404
        if local := asked.get("local"):
            given["local_uid"] = serializers.UUIDField().run_validation(local)
        if not self.sees_all():
            given |= {"system__owner": self.caller, "system__active": True}
        rows = EntityMapping.objects.filter(**given).select_related("system")
        return self.get_paginated_response(
            EntityMappingSerializer(self.paginate_queryset(rows), many=True).data
        )


class EntityMappingView(MappingView):
    """One record of theirs."""

    services_may_write = True  # a system says which of its records is which

    def write_permission(self) -> str | None:
        """Return the permission to change mappings, none for the system itself."""
        return None if self.owns() else CHANGE

    @extend_schema(operation_id="entity_mapping", responses=EntityMappingSerializer)
    def get(self, request: Request, **_path: str) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return which of our records it is."""
        return self.shown(self.mapping())

    @extend_schema(
        operation_id="entity_mapping_keep",
        request=CounterpartSerializer,
        responses={200: EntityMappingSerializer, 201: EntityMappingSerializer},
    )
    def put(self, request: Request, system: str, entity_type: str, external_id: str) -> Response:
        """Say which of our records it is; saying it again changes nothing.

        409 `mapped_elsewhere` names whose it is with us; that mapping is a conflict from now on
        and `proposal` asks a person to decide.
        """
        if self.caller.is_service and not self.owns():
            raise PermissionDenied("A service speaks for the systems it owns.")
        sent = CounterpartSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        source = SourceSystem.objects.filter(code=system).first()
        if source is None or "\0" in external_id or len(external_id) > LONGEST_ID:
            raise Http404
        said = Counterpart(source, entity_type, external_id, **sent.validated_data)
        kept = keep_mapping(said, by=self.caller)
        if kept.elsewhere:
            raise MappedElsewhereError(
                local_uid=str(kept.mapping.local_uid),
                proposal=str(kept.proposal.uid) if kept.proposal else None,
            )
        return self.shown(kept.mapping, status=201 if kept.created else 200)


class MappingDecisionView(MappingView):
    """What a person decides about a mapping."""

    def write_permission(self) -> str:
        """Return the permission to change mappings."""
        return CHANGE


class MappingResolveView(MappingDecisionView):
    """Deciding a conflict."""

    @extend_schema(
        operation_id="entity_mapping_resolve",
        request=KeepSerializer,
        responses=EntityMappingSerializer,
    )
    def post(self, request: Request, **_path: str) -> Response:
        """Say which side stands: ours is sent again, theirs is read again, or both stay."""
        asked = KeepSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        keep = asked.validated_data["keep"]
        try:
            return self.shown(resolve_mapping(self.mapping(), keep=keep, by=self.caller))
        except NotInConflictError as error:
            raise IllegalTransitionError(str(error)) from error


class MappingDisableView(MappingDecisionView):
    """Exchanging a pair no more."""

    @extend_schema(
        operation_id="entity_mapping_disable",
        request=DisableSerializer,
        responses=EntityMappingSerializer,
    )
    def post(self, request: Request, **_path: str) -> Response:
        """Leave a pair out of every exchange; the ids still resolve."""
        asked = DisableSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        reason = asked.validated_data["reason"]
        return self.shown(disable_mapping(self.mapping(), reason=reason, by=self.caller))


class HookStartedSerializer(serializers.Serializer[Any]):
    """The call was believed; what changed there is being read."""

    system = serializers.CharField()


class HookView(Api):
    """Calls of another system, signed by the Standard Webhooks specification."""

    authentication_classes = []
    permission_classes = [AllowAny]
    takes_key = False

    @extend_schema(
        operation_id="hooks",
        request={"application/json": {"type": "object", "additionalProperties": True}},
        parameters=[
            OpenApiParameter(name, str, OpenApiParameter.HEADER)
            for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
        ],
        responses={202: HookStartedSerializer},
        auth=[],
    )
    def post(self, request: Request, system: str) -> Response:
        """Read what changed there, soon; the same call twice reads twice and changes once.

        Signed with PULSE_SECRET; a call older than five minutes is refused.
        """
        if system != "pulse" or not settings.PULSE_URL:
            raise Http404
        if not _believed(request, settings.PULSE_SECRET):
            raise PermissionDenied("The signature is wrong, or the call is too old.")
        transaction.on_commit(follow_pulse.delay, robust=True)
        return Response({"system": system}, status=202)


def _believed(request: Request, secret: str) -> bool:
    told = request.headers.get("webhook-timestamp", "")
    if not secret or not told.isascii() or not told.isdecimal() or len(told) > len("2000000000"):
        return False
    if abs(time.time() - int(told)) > FRESH:
        return False
    text = f"{request.headers.get('webhook-id', '')}.{told}.".encode() + request._request.body  # noqa: SLF001 -- DRF's documented way to the HttpRequest
    digest = base64.b64encode(hmac.digest(secret.encode(), text, "sha256")).decode()
    given = request.headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(f"v1,{digest}".encode(), each.encode()) for each in given)
