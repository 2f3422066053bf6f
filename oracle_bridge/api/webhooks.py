"""`/webhooks/`: who is told of changes by being called."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.errors import IllegalTransitionError
from core.api.pagination import KeysetPagination
from core.api.views import ApiViewSet
from core.models import User
from oracle_bridge import services
from oracle_bridge.choices import DeliveryState
from oracle_bridge.models import WebhookDelivery, WebhookEndpoint

MANAGE = "oracle_bridge.change_webhookendpoint"


class EndpointSerializer(serializers.ModelSerializer[WebhookEndpoint]):
    """An address that is told what its owner may read of; empty `types` are all types."""

    owner = serializers.SlugRelatedField[Any](
        slug_field="username", queryset=User.objects.filter(is_active=True)
    )
    types = serializers.ListField(
        child=serializers.SlugField(max_length=60), required=False, max_length=100
    )

    class Meta:
        model = WebhookEndpoint
        fields = ["uid", "name", "url", "owner", "types", "active", "stopped_because", "created_at"]
        read_only_fields = ["uid", "active", "stopped_because", "created_at"]

    def validate_owner(self, owner: User) -> User:
        """Return the owner: a machine or the caller, for nobody reads as another person."""
        if not owner.is_service and owner != self.context["request"].user:
            raise serializers.ValidationError("Name a machine, or yourself.")
        return owner


class SecretEndpointSerializer(EndpointSerializer):
    """An endpoint with the secret its messages are signed with."""

    secret = serializers.SerializerMethodField()

    class Meta(EndpointSerializer.Meta):
        fields = [*EndpointSerializer.Meta.fields, "secret"]

    def get_secret(self, endpoint: WebhookEndpoint) -> str:
        """Return the secret: it is in this answer alone."""
        return services.secret_of(endpoint)


class EndpointSwitchSerializer(serializers.Serializer[Any]):
    """Whether an endpoint is told."""

    active = serializers.BooleanField()


class DeliverySerializer(serializers.ModelSerializer[WebhookDelivery]):
    """One message to an endpoint."""

    events = serializers.ListField(child=serializers.DictField(), read_only=True)

    class Meta:
        model = WebhookDelivery
        fields = [
            "uid",
            "state",
            "attempts",
            "next_at",
            "last_status",
            "last_error",
            "events",
            "created_at",
            "delivered_at",
        ]


class WebhookViewSet(ApiViewSet):
    """Webhooks, for those who look after them."""

    queryset: "QuerySet[WebhookEndpoint]" = WebhookEndpoint.objects.select_related("owner")
    serializer_class = EndpointSerializer
    filterset_class = None
    orders = {"-created_at": ("-id",)}
    shapes = False
    takes_key = False  # the secret is in no answer that is kept

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse who does not look after webhooks, to read as well."""
        super().initial(request, *args, **kwargs)
        if not self.caller.has_perm(MANAGE):
            raise PermissionDenied

    def list(self, _request: Request) -> Response:
        """Return the endpoints."""
        page = self.paginate_queryset(self.queryset)
        return self.get_paginated_response(EndpointSerializer(page, many=True).data)

    @extend_schema(request=EndpointSerializer, responses={201: SecretEndpointSerializer})
    def create(self, request: Request) -> Response:
        """Add an endpoint, told from now on; its secret is in this answer alone."""
        context = self.get_serializer_context()
        asked = EndpointSerializer(data=request.data, context=context)
        asked.is_valid(raise_exception=True)
        endpoint = services.create_endpoint(by=self.caller, **asked.validated_data)
        return self._with_secret(endpoint, status=201)

    def retrieve(self, _request: Request, uid: UUID) -> Response:
        """Return one endpoint."""
        return Response(EndpointSerializer(self._of(uid)).data)

    @extend_schema(request=EndpointSwitchSerializer)
    @action(detail=True, methods=["post"])
    def switch(self, request: Request, uid: UUID) -> Response:
        """Stop telling an endpoint, or go on where it was left."""
        asked = EndpointSwitchSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        endpoint = self._of(uid)
        services.switch_endpoint(endpoint, by=self.caller, **asked.validated_data)
        return Response(EndpointSerializer(endpoint).data)

    @extend_schema(request=None, responses=SecretEndpointSerializer)
    @action(detail=True, methods=["post"], url_path="rotate-secret")
    def rotate_secret(self, _request: Request, uid: UUID) -> Response:
        """Give an endpoint another secret; the old one signs nothing any more."""
        endpoint = self._of(uid)
        services.rotate_secret(endpoint, by=self.caller)
        return self._with_secret(endpoint, status=200)

    def _of(self, uid: UUID) -> WebhookEndpoint:
        found: WebhookEndpoint = get_object_or_404(self.queryset, uid=uid)
        return found

    def _with_secret(self, endpoint: WebhookEndpoint, *, status: int) -> Response:
        headers = {"Cache-Control": "no-store"}
        return Response(SecretEndpointSerializer(endpoint).data, status=status, headers=headers)


class DeliveryViewSet(ApiViewSet):
    """What became of the messages to an endpoint; the dead ones wait here for a person."""

    queryset: "QuerySet[WebhookDelivery]" = WebhookDelivery.objects.select_related("endpoint")
    serializer_class = DeliverySerializer
    pagination_class = KeysetPagination
    filterset_fields = ["state"]
    orders = {"-created_at": ("-id",)}
    shapes = False
    takes_key = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse who does not look after webhooks, to read as well."""
        super().initial(request, *args, **kwargs)
        if not self.caller.has_perm(MANAGE):
            raise PermissionDenied

    def list(self, _request: Request, endpoint: UUID) -> Response:
        """Return the messages, the latest first; `?state=dead` are those given up on."""
        rows = self.queryset.filter(endpoint__uid=endpoint)
        page = self.paginate_queryset(self.filter_queryset(rows))
        return self.get_paginated_response(DeliverySerializer(page, many=True).data)

    @extend_schema(request=None)
    def retry(self, _request: Request, endpoint: UUID, uid: UUID) -> Response:
        """Send a dead message again."""
        delivery = get_object_or_404(self.queryset, endpoint__uid=endpoint, uid=uid)
        if delivery.state != DeliveryState.DEAD:
            raise IllegalTransitionError(f"It is {delivery.state}, not dead.")
        services.send_again(delivery, by=self.caller)
        delivery.refresh_from_db()
        return Response(DeliverySerializer(delivery).data)
