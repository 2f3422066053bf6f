"""Deals and what belongs to them on the wire."""

from typing import Any

from rest_framework import serializers

from accounts.models import Account
from contacts.models import Contact
from core.api.people import TeamSerializer, UserSerializer
from core.api.shapes import MoneyField, Reference, ShapedSerializer
from core.api.strict import check_body
from core.models import SourceSystem, Team, User
from inventory.models import Project, Unit, UnitType
from opportunities.api.criteria import CriteriaSerializer
from opportunities.models import (
    Opportunity,
    OpportunityParty,
    PropertyInterest,
    SiteVisit,
    StageHistory,
)


def person_field(**more: Any) -> Reference:
    """Return the reference to a login, written out by `?expand=`."""
    people = User.objects.filter(is_active=True)
    return Reference(
        slug_field="username", queryset=people, brief=UserSerializer, **(OPTIONAL | more)
    )


class WishField(serializers.DictField):
    """What somebody wants, as matches are computed from it; kept as it was sent."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Return the criteria; raises ValidationError for what no match could be made of."""
        given: dict[str, Any] = super().to_internal_value(data)
        asked = CriteriaSerializer(data=given)
        check_body(asked, given)
        asked.is_valid(raise_exception=True)
        return given


OPTIONAL: dict[str, Any] = {"required": False, "allow_null": True}


class OpportunityListSerializer(ShapedSerializer):
    """A deal in a list; `stage` and `pipeline` are codes."""

    primary_contact = Reference(slug_field="uid", queryset=Contact.objects.all())
    contact_name = serializers.CharField(source="primary_contact.full_name", read_only=True)
    account = Reference(slug_field="uid", queryset=Account.objects.all(), **OPTIONAL)
    project = Reference(slug_field="uid", queryset=Project.objects.all(), **OPTIONAL)
    project_name = serializers.CharField(
        source="project.name", read_only=True, allow_null=True, default=None
    )
    unit = Reference(slug_field="uid", queryset=Unit.objects.all(), **OPTIONAL)
    stage = serializers.CharField(source="stage.code", read_only=True)
    stage_name = serializers.CharField(source="stage.name", read_only=True)
    category = serializers.CharField(source="stage.category", read_only=True)
    pipeline = serializers.CharField(source="stage.pipeline.code", read_only=True)
    amount = MoneyField("amount", "currency", required=False)
    owner = person_field()
    team = Reference(
        slug_field="name", queryset=Team.objects.all(), brief=TeamSerializer, **OPTIONAL
    )

    class Meta:
        model = Opportunity
        fields = [
            "uid",
            "version",
            "state",
            "name",
            "primary_contact",
            "contact_name",
            "account",
            "project",
            "project_name",
            "unit",
            "pipeline",
            "stage",
            "stage_name",
            "category",
            "stage_entered_at",
            "amount",
            "expected_close",
            "probability",
            "owner",
            "team",
            "visibility",
            "created_at",
            "updated_at",
        ]
        extra_kwargs = {"name": {"required": False}}


class PartySerializer(ShapedSerializer):
    """One part in a deal: a contact's or an account's."""

    contact = Reference(slug_field="uid", queryset=Contact.objects.all(), **OPTIONAL)
    account = Reference(slug_field="uid", queryset=Account.objects.all(), **OPTIONAL)
    name = serializers.SerializerMethodField()

    class Meta:
        model = OpportunityParty
        fields = ["uid", "version", "contact", "account", "name", "role", "is_primary", "until"]
        validators: list[Any] = []

    def get_name(self, party: OpportunityParty) -> str:
        """Return who plays the part."""
        return str(party.contact or party.account)


class OpportunitySerializer(OpportunityListSerializer):
    """A deal."""

    source = Reference(  # type: ignore[assignment]  # declared fields leave the class
        slug_field="code", queryset=SourceSystem.objects.all(), **OPTIONAL
    )

    class Meta(OpportunityListSerializer.Meta):
        fields = [
            *OpportunityListSerializer.Meta.fields,
            "probability_overridden",
            "loss_reason",
            "closed_at",
            "source",
        ]
        read_only_fields = ["loss_reason"]


class MoveSerializer(serializers.Serializer[Any]):
    """Where a deal shall move; `fields` are values the move asks for."""

    to = serializers.CharField(max_length=40, help_text="A stage's code.")
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=300)
    fields_ = serializers.DictField(required=False, default=dict)

    def get_fields(self) -> dict[str, Any]:
        """Return the fields; a serializer cannot declare one named `fields`."""
        found = super().get_fields()
        found["fields"] = found.pop("fields_")
        return found


class StageMoveSerializer(serializers.ModelSerializer[StageHistory]):
    """One move of a deal."""

    from_stage = serializers.CharField(source="from_stage.code", allow_null=True, default=None)
    to_stage = serializers.CharField(source="to_stage.code")
    by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)

    class Meta:
        model = StageHistory
        fields = ["uid", "from_stage", "to_stage", "entered_at", "by", "reason"]


class VisitSerializer(ShapedSerializer):
    """A site visit, planned or made."""

    contact = Reference(slug_field="uid", queryset=Contact.objects.all())
    contact_name = serializers.CharField(source="contact.full_name", read_only=True)
    opportunity = Reference(slug_field="uid", queryset=Opportunity.objects.all(), **OPTIONAL)
    project = Reference(slug_field="uid", queryset=Project.objects.all())
    project_name = serializers.CharField(source="project.name", read_only=True)
    unit = Reference(slug_field="uid", queryset=Unit.objects.all(), **OPTIONAL)
    host = person_field()
    partner = Reference(slug_field="uid", queryset=Account.objects.all(), **OPTIONAL)

    class Meta:
        model = SiteVisit
        fields = [
            "uid",
            "version",
            "contact",
            "contact_name",
            "opportunity",
            "project",
            "project_name",
            "unit",
            "scheduled_at",
            "status",
            "visited_at",
            "host",
            "partner",
            "transport",
            "feedback",
            "verification",
            "created_at",
            "updated_at",
        ]


class InterestSerializer(ShapedSerializer):
    """What a person wants: one of a unit, a type, a project, or `criteria`."""

    contact = Reference(slug_field="uid", read_only=True)
    unit = Reference(slug_field="uid", queryset=Unit.objects.all(), **OPTIONAL)
    unit_type = Reference(slug_field="uid", queryset=UnitType.objects.all(), **OPTIONAL)
    project = Reference(slug_field="uid", queryset=Project.objects.all(), **OPTIONAL)
    criteria = WishField(required=False)

    class Meta:
        model = PropertyInterest
        fields = [
            "uid",
            "version",
            "contact",
            "unit",
            "unit_type",
            "project",
            "criteria",
            "level",
            "reason",
            "first_at",
            "last_at",
            "closed_at",
            "confidence",
        ]
        validators: list[Any] = []
        extra_kwargs = {"confidence": {"min_value": 0, "max_value": 1}}


class InterestedSerializer(InterestSerializer):
    """An interest a unit may answer."""

    full_name = serializers.CharField(source="contact.full_name", read_only=True)
    score = serializers.FloatField(
        read_only=True, allow_null=True, help_text="How well the unit fits; null: not computed."
    )

    class Meta(InterestSerializer.Meta):
        fields = [*InterestSerializer.Meta.fields, "full_name", "score"]
