"""Households on the wire."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contacts.models import Household, HouseholdMember
from core.api.people import TeamSerializer, UserSerializer
from core.api.shapes import Reference, ShapedSerializer


class HouseholdMemberSerializer(serializers.ModelSerializer[HouseholdMember]):
    """A person's place in a household; `until` is the first day it no longer holds."""

    contact = serializers.SlugRelatedField[Any](slug_field="uid", read_only=True)
    full_name = serializers.CharField(source="contact.full_name", read_only=True)
    since = serializers.SerializerMethodField()
    until = serializers.SerializerMethodField()

    class Meta:
        model = HouseholdMember
        fields = [
            "uid",
            "version",
            "contact",
            "full_name",
            "relation",
            "decision_role",
            "since",
            "until",
        ]

    @extend_schema_field({"type": ["string", "null"], "format": "date"})
    def get_since(self, member: HouseholdMember) -> str | None:
        """Return the first day."""
        return member.valid.lower.isoformat() if member.valid.lower else None

    @extend_schema_field({"type": ["string", "null"], "format": "date"})
    def get_until(self, member: HouseholdMember) -> str | None:
        """Return the first day after the last."""
        return member.valid.upper.isoformat() if member.valid.upper else None


class HouseholdListSerializer(ShapedSerializer):
    """A household in a list."""

    owner = Reference(slug_field="username", read_only=True, brief=UserSerializer, allow_null=True)
    team = Reference(slug_field="name", read_only=True, brief=TeamSerializer, allow_null=True)

    class Meta:
        model = Household
        fields = [
            "uid",
            "version",
            "state",
            "name",
            "owner",
            "team",
            "visibility",
            "created_at",
            "updated_at",
        ]


class HouseholdSerializer(HouseholdListSerializer):
    """A household with the members the caller may see."""

    members = HouseholdMemberSerializer(many=True, read_only=True)

    class Meta(HouseholdListSerializer.Meta):
        fields = [*HouseholdListSerializer.Meta.fields, "members"]
