"""Addresses, answers and links on the wire."""

from typing import Any

from rest_framework import serializers

from accounts.models import Account
from contacts.models import (
    AccountContact,
    ConsentRecord,
    Contact,
    PostalAddress,
    Relationship,
)
from core.api.shapes import Reference, ShapedSerializer


class AddressSerializer(ShapedSerializer):
    """A postal address."""

    class Meta:
        model = PostalAddress
        fields = [
            "uid",
            "version",
            "kind",
            "lines",
            "locality",
            "city",
            "region",
            "postal_code",
            "country",
            "is_primary",
        ]
        validators: list[Any] = []


class ConsentSerializer(ShapedSerializer):
    """One answer for one purpose."""

    captured_by = Reference(slug_field="username", read_only=True, allow_null=True)
    guardian = Reference(
        slug_field="uid", queryset=Contact.objects.all(), allow_null=True, required=False
    )

    class Meta:
        model = ConsentRecord
        fields = [
            "uid",
            "purpose",
            "status",
            "lawful_basis",
            "notice_version",
            "language",
            "channel",
            "evidence",
            "captured_by",
            "guardian",
            "at",
            "expires_at",
        ]
        read_only_fields = ["at"]


class RelationshipSerializer(ShapedSerializer):
    """An edge, read from `from_contact` to the one of the two targets that is not null."""

    from_contact = Reference(slug_field="uid", read_only=True)
    from_name = serializers.CharField(source="from_contact.full_name", read_only=True)
    to_contact = Reference(
        slug_field="uid", queryset=Contact.objects.all(), allow_null=True, required=False
    )
    to_account = Reference(
        slug_field="uid", queryset=Account.objects.all(), allow_null=True, required=False
    )
    to_name = serializers.SerializerMethodField()

    class Meta:
        model = Relationship
        fields = [
            "uid",
            "version",
            "from_contact",
            "from_name",
            "kind",
            "to_contact",
            "to_account",
            "to_name",
            "strength",
            "confidence",
            "since",
            "until",
        ]
        validators: list[Any] = []

    def get_to_name(self, edge: Relationship) -> str:
        """Return the name at the other end."""
        return str(edge.to_contact or edge.to_account)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the values; the ends of a known edge stay."""
        ends = {"to_contact", "to_account", "kind"} & attrs.keys()
        moved = [e for e in ends if self.instance and getattr(self.instance, e) != attrs[e]]
        if moved:
            raise serializers.ValidationError({moved[0]: ["End this edge and add another."]})
        return attrs


class AccountLinkSerializer(ShapedSerializer):
    """A person's part in an account."""

    account = Reference(slug_field="uid", queryset=Account.objects.all())
    account_name = serializers.CharField(source="account.display_name", read_only=True)

    class Meta:
        model = AccountContact
        fields = [
            "uid",
            "version",
            "account",
            "account_name",
            "role",
            "title",
            "is_primary",
            "since",
            "until",
        ]
        validators: list[Any] = []


class PersonLinkSerializer(ShapedSerializer):
    """A person of an account."""

    contact = Reference(slug_field="uid", read_only=True)
    full_name = serializers.CharField(source="contact.full_name", read_only=True)

    class Meta:
        model = AccountContact
        fields = [
            "uid",
            "version",
            "contact",
            "full_name",
            "role",
            "title",
            "is_primary",
            "since",
            "until",
        ]
