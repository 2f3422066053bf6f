"""`/service-tokens/`: made by who may, shown once, revoked."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from knox.models import AuthToken
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.views import ApiViewSet
from core.choices import UserKind
from core.models import User
from core.services import create_token, revoke_token
from core.services.tokens import LIFE, LONGEST_LIFE


class TokenSerializer(serializers.ModelSerializer[AuthToken]):
    """A token; `key` is the beginning of its secret, and its id."""

    key = serializers.CharField(source="token_key", read_only=True)
    user = serializers.SlugRelatedField[Any](slug_field="username", read_only=True)
    name = serializers.CharField(source="grant.name", default="", read_only=True)
    scopes = serializers.ListField(
        child=serializers.CharField(), source="grant.scopes", default=list, read_only=True
    )
    networks = serializers.ListField(
        child=serializers.CharField(), source="grant.networks", default=list, read_only=True
    )

    class Meta:
        model = AuthToken
        fields = ["key", "user", "name", "scopes", "networks", "created", "expiry"]
        read_only_fields = ["created", "expiry"]


class MadeTokenSerializer(TokenSerializer):
    """A token just made, with its secret: it is not shown again."""

    token = serializers.CharField(read_only=True)

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "token"]


class NewTokenSerializer(serializers.Serializer[Any]):
    """For which machine, what it may do, from where and for how long."""

    user = serializers.SlugRelatedField[Any](
        slug_field="username",
        queryset=User.objects.filter(kind=UserKind.SERVICE, is_active=True),
    )
    name = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    scopes = serializers.ListField(
        child=serializers.CharField(max_length=60),
        required=False,
        default=list,
        max_length=60,
        help_text="Those of the machine's part unless given.",
    )
    networks = serializers.ListField(
        child=serializers.CharField(max_length=43), required=False, default=list, max_length=40
    )
    days = serializers.IntegerField(
        min_value=1, max_value=LONGEST_LIFE, required=False, default=LIFE
    )


class TokenViewSet(ApiViewSet):
    """The tokens of machines, for those who look after them."""

    queryset: "QuerySet[AuthToken]" = AuthToken.objects.select_related("user", "grant")
    serializer_class = TokenSerializer
    filterset_class = None
    orders = {"-created": ("-created", "-digest")}
    shapes = False
    takes_key = False  # the secret is in no answer that is kept

    def write_permission(self) -> str:
        """Return the permission to make or to revoke tokens."""
        return "knox.add_authtoken" if self.action == "create" else "knox.delete_authtoken"

    def list(self, _request: Request) -> Response:
        """Return the tokens of machines; no secret is among them."""
        if not self.caller.has_perm("knox.view_authtoken"):
            raise PermissionDenied
        rows = self.queryset.filter(user__kind=UserKind.SERVICE)
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(TokenSerializer(page, many=True).data)

    @extend_schema(request=NewTokenSerializer, responses={201: MadeTokenSerializer})
    def create(self, request: Request) -> Response:
        """Make a token; its secret is in this answer and nowhere else."""
        asked = NewTokenSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        made = create_token(values.pop("user"), by=self.caller, **values)
        token = made.grant.token
        token.token = made.secret
        headers = {"Cache-Control": "no-store"}
        return Response(MadeTokenSerializer(token).data, status=201, headers=headers)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def revoke(self, _request: Request, key: str) -> Response:
        """End a token at once."""
        rows = self.queryset.filter(user__kind=UserKind.SERVICE)
        revoke_token(get_object_or_404(rows, token_key=key), by=self.caller)
        return Response(status=204)
