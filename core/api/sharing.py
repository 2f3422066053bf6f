"""Owned records that can be shared with one person."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.owned import OwnedViewSet
from core.choices import AccessLevel
from core.models import OwnedModel, User
from core.selectors.changing import NOT_YOURS, may_share
from core.services import share, unshare


class UnshareSerializer(serializers.Serializer[Any]):
    """With whom a record is shared; `principal` is a username."""

    principal = serializers.SlugRelatedField[Any](
        slug_field="username", queryset=User.objects.filter(is_active=True)
    )


class ShareSerializer(UnshareSerializer):
    """With whom, for what, and until when."""

    level = serializers.ChoiceField(choices=AccessLevel.choices, default=AccessLevel.VIEW)
    expires_at = serializers.DateTimeField(required=False, allow_null=True, default=None)

    def validate_expires_at(self, moment: Any) -> Any:
        """Return the moment; one that has passed would share nothing."""
        if moment is not None and moment <= timezone.now():
            raise serializers.ValidationError("That moment has passed.")
        return moment


class SharedViewSet(OwnedViewSet):
    """The views of owned records with grants; who owns one, or sees everything, shares it."""

    @extend_schema(request=ShareSerializer)
    @action(detail=True, methods=["post"])
    def share(self, request: Request, uid: UUID) -> Response:
        """Let one person read the record, or change it too; a second share replaces the first."""
        row, values = self._asked(ShareSerializer, request, uid)
        share(
            row,
            with_user=values["principal"],
            level=values["level"],
            expires_at=values["expires_at"],
            by=self.caller,
        )
        return self.again(row)

    @extend_schema(request=UnshareSerializer)
    @action(detail=True, methods=["post"])
    def unshare(self, request: Request, uid: UUID) -> Response:
        """Take a share back; where there is none, nothing happens."""
        row, values = self._asked(UnshareSerializer, request, uid)
        unshare(row, with_user=values["principal"], by=self.caller)
        return self.again(row)

    def _asked(
        self, kind: type[UnshareSerializer], request: Request, uid: UUID
    ) -> tuple[OwnedModel, dict[str, Any]]:
        asked = kind(data=request.data)
        asked.is_valid(raise_exception=True)
        row: OwnedModel = self.writable(uid)
        if not may_share(row, self.caller):
            raise PermissionDenied(NOT_YOURS)
        return row, asked.validated_data
