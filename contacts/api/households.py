"""Households on the wire."""

from typing import Any

from django.utils import timezone
from psycopg.types.range import DateRange
from rest_framework import serializers

from contacts.models import Contact, Household, HouseholdMember
from core.api.people import TeamSerializer, UserSerializer
from core.api.shapes import Reference, ShapedSerializer
from core.models import Team, User


class HouseholdMemberSerializer(serializers.ModelSerializer[HouseholdMember]):
    """A person's place in a household; `until` is the first day it no longer holds."""

    contact = Reference(slug_field="uid", queryset=Contact.objects.all())
    full_name = serializers.CharField(source="contact.full_name", read_only=True)
    since = serializers.DateField(source="valid.lower", allow_null=True, required=False)
    until = serializers.DateField(source="valid.upper", allow_null=True, required=False)

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
        validators: list[Any] = []

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the values with their time as a range: from today on unless told."""
        given = attrs.pop("valid", {})
        known = self.instance.valid if self.instance else None
        since = given.get("lower", known.lower if known else timezone.localdate())
        until = given.get("upper", known.upper if known else None)
        if since and until and until <= since:
            raise serializers.ValidationError({"until": ["It ends before it begins."]})
        return {**attrs, "valid": DateRange(since, until)}

    def validate_contact(self, contact: Contact) -> Contact:
        """Return the person; a place is one person's for ever."""
        if self.instance and self.instance.contact_id != contact.pk:
            raise serializers.ValidationError("End this place and give the other person one.")
        return contact


class HouseholdListSerializer(ShapedSerializer):
    """A household in a list."""

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
