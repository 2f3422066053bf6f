"""Accounts on the wire."""

from rest_framework import serializers

from accounts.models import Account, AccountIdentifier
from core.api.people import TeamSerializer, UserSerializer
from core.api.shapes import Reference, ShapedSerializer
from core.models import Team, User


class AccountIdentifierSerializer(ShapedSerializer):
    """A number in a public register."""

    class Meta:
        model = AccountIdentifier
        fields = ["uid", "version", "kind", "number", "verified_at"]


class AccountListSerializer(ShapedSerializer):
    """An account in a list."""

    owner = Reference(
        slug_field="username",
        queryset=User.objects.filter(is_active=True),
        brief=UserSerializer,
        allow_null=True,
        required=False,
    )
    team = Reference(
        slug_field="name",
        queryset=Team.objects.all(),
        brief=TeamSerializer,
        allow_null=True,
        required=False,
    )

    class Meta:
        model = Account
        fields = [
            "uid",
            "version",
            "state",
            "display_name",
            "kind",
            "domain",
            "country",
            "city",
            "owner",
            "team",
            "visibility",
            "created_at",
            "updated_at",
        ]


class AccountSerializer(AccountListSerializer):
    """An account."""

    parent = Reference(  # type: ignore[assignment]  # declared fields leave the class
        slug_field="uid", queryset=Account.objects.all(), allow_null=True, required=False
    )
    identifiers = AccountIdentifierSerializer(many=True, read_only=True)
    redirected_from = serializers.UUIDField(
        read_only=True,
        allow_null=True,
        default=None,
        help_text="The merged uid that was asked for.",
    )

    class Meta(AccountListSerializer.Meta):
        fields = [
            *AccountListSerializer.Meta.fields,
            "legal_name",
            "industry",
            "website",
            "phone",
            "employee_count",
            "description",
            "parent",
            "identifiers",
            "redirected_from",
        ]
