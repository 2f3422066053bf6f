"""People on the wire."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from accounts.models import Account
from contacts.choices import ContactRoleKind, PointKind
from contacts.models import Contact, ContactPoint, ContactRole
from core.api.people import TeamSerializer, UserSerializer
from core.api.shapes import MoneyField, Reference, ShapedSerializer
from core.models import Team, User


class PointSerializer(ShapedSerializer):
    """A contact point; `value` is as it was given, `normal` as it is compared."""

    value = serializers.CharField(source="value_raw", max_length=254)
    normal = serializers.CharField(source="value_norm", read_only=True)

    class Meta:
        model = ContactPoint
        fields = [
            "uid",
            "version",
            "kind",
            "value",
            "normal",
            "label",
            "is_primary",
            "is_identity",
            "is_shared",
            "status",
            "verified_at",
            "verified_by_method",
        ]
        read_only_fields = ["verified_at", "verified_by_method", "status"]
        validators: list[Any] = []

    def validate_kind(self, kind: str) -> str:
        """Return the kind; that of a known point stays."""
        if self.instance is not None and kind != self.instance.kind:
            raise serializers.ValidationError("A point keeps its kind; retire it and add another.")
        return kind


class RoleSerializer(ShapedSerializer):
    """A part a person plays."""

    class Meta:
        model = ContactRole
        fields = ["uid", "version", "role", "is_primary", "since", "until"]
        validators: list[Any] = []


class ContactListSerializer(ShapedSerializer):
    """A person in a list."""

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
    phone = serializers.CharField(source="summary.phone", read_only=True, default="")
    email = serializers.CharField(source="summary.email", read_only=True, default="")
    last_interaction_at = serializers.DateTimeField(
        source="summary.last_interaction_at", read_only=True, allow_null=True, default=None
    )
    next_task_due_at = serializers.DateTimeField(
        source="summary.next_task_due_at", read_only=True, allow_null=True, default=None
    )
    qd_value = serializers.IntegerField(
        source="summary.qd_value", read_only=True, allow_null=True, default=None
    )
    source = serializers.CharField(  # type: ignore[assignment]  # declared fields leave the class
        source="source_latest.code", read_only=True, allow_null=True, default=None
    )
    budget_min = MoneyField("budget_min", "budget_currency", required=False)
    budget_max = MoneyField("budget_max", "budget_currency", required=False)

    class Meta:
        model = Contact
        fields = [
            "uid",
            "version",
            "state",
            "full_name",
            "lifecycle",
            "is_vip",
            "do_not_contact",
            "company_name",
            "phone",
            "email",
            "owner",
            "team",
            "visibility",
            "nri_status",
            "budget_min",
            "budget_max",
            "configuration",
            "tags",
            "source",
            "last_interaction_at",
            "next_task_due_at",
            "qd_value",
            "created_at",
            "updated_at",
        ]


class ContactSerializer(ContactListSerializer):
    """A person, with contact points and roles."""

    points = PointSerializer(many=True, read_only=True)
    roles = RoleSerializer(many=True, read_only=True)
    employer = Reference(
        slug_field="uid", queryset=Account.objects.all(), allow_null=True, required=False
    )
    date_of_birth = serializers.DateField(read_only=True, allow_null=True)
    redirected_from = serializers.UUIDField(
        read_only=True,
        allow_null=True,
        default=None,
        help_text="The merged uid that was asked for.",
    )

    class Meta(ContactListSerializer.Meta):
        fields = [
            *ContactListSerializer.Meta.fields,
            "salutation",
            "given_name",
            "middle_name",
            "family_name",
            "native_name",
            "alternate_names",
            "gender",
            "preferred_channel",
            "preferred_languages",
            "timezone",
            "nationality",
            "residence_country",
            "date_of_birth",
            "occupation",
            "department",
            "employer",
            "purpose",
            "purchase_timeline",
            "financing",
            "location_preference",
            "website",
            "points",
            "roles",
            "redirected_from",
        ]
        extra_kwargs = {"full_name": {"required": False}}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the values with one currency for both ends of the budget, or none for none."""
        sent = [self.initial_data.get(name) for name in ("budget_min", "budget_max")]
        if len({money["currency"] for money in sent if money}) > 1:
            raise serializers.ValidationError({"budget_max": ["Give both in one currency."]})
        if {"budget_min", "budget_max"} & attrs.keys():
            attrs["budget_currency"] = self._currency(attrs)
        return attrs

    def _currency(self, attrs: dict[str, Any]) -> str:
        kept = {
            name: getattr(self.instance, name, None)
            for name in ("budget_min", "budget_max")
            if name not in attrs
        }
        known = getattr(self.instance, "budget_currency", "")
        currency: str = attrs.get("budget_currency") or known
        if any(value is not None for value in kept.values()):
            if currency != known:
                raise serializers.ValidationError(
                    {"budget_currency": [f"The other end is in {known}; send both."]}
                )
            return currency
        given = [attrs.get("budget_min"), attrs.get("budget_max")]
        return currency if any(value is not None for value in given) else ""


@extend_schema_serializer(component_name="Contact")
class ContactChangeSerializer(ContactSerializer):
    """What may be changed of a person."""

    date_of_birth = serializers.DateField(
        required=False, allow_null=True, help_text="Not written but proposed (202); send it alone."
    )


class PointDraftSerializer(serializers.Serializer[Any]):
    """A contact point of somebody new."""

    kind = serializers.ChoiceField(choices=PointKind.choices)
    value = serializers.CharField(max_length=254)
    label = serializers.CharField(  # type: ignore[assignment]  # declared fields leave the class
        max_length=40, required=False, allow_blank=True, default=""
    )
    is_shared = serializers.BooleanField(required=False, default=False)


class NewContactSerializer(ContactSerializer):
    """Somebody new: a name, or its parts, with contact points and roles."""

    points = PointDraftSerializer(many=True, required=False)  # type: ignore[assignment]  # declared fields leave the class
    date_of_birth = serializers.DateField(required=False, allow_null=True)
    roles = serializers.ListField(  # type: ignore[assignment]  # declared fields leave the class
        child=serializers.ChoiceField(choices=ContactRoleKind.choices), required=False
    )
    allow_duplicate_review = serializers.BooleanField(
        required=False,
        default=False,
        write_only=True,
        help_text="Create even if somebody holds a point; the new point then claims nobody.",
    )

    class Meta(ContactSerializer.Meta):
        fields = [*ContactSerializer.Meta.fields, "allow_duplicate_review"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the values; somebody without any name is refused."""
        names = ("full_name", "given_name", "middle_name", "family_name")
        if not any(attrs.get(name, "").strip() for name in names):
            raise serializers.ValidationError({"full_name": ["Write a name."]})
        return super().validate(attrs)
