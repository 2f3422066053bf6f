"""Proposals on the wire."""

from typing import Any

from rest_framework import serializers

from approvals.choices import ItemOp, RejectionReason, Risk
from approvals.models import ApprovalEvent, Proposal, ProposalItem
from approvals.selectors.veiling import veil
from approvals.services import ItemDraft
from core.api.shapes import ShapedSerializer
from core.models import User


class ItemSerializer(serializers.ModelSerializer[ProposalItem]):
    """One change of a proposal."""

    class Meta:
        model = ProposalItem
        fields = [
            "seq",
            "kind",
            "op",
            "target_type",
            "target_uid",
            "base_version",
            "before",
            "after",
            "evidence",
            "unresolved",
            "confidence",
            "decision",
            "rejected_fields",
            "apply_state",
            "applied_uid",
            "applied_version",
            "conflict",
        ]

    def to_representation(self, instance: ProposalItem) -> dict[str, Any]:
        """Return the item with masks in the place of what the caller does not see."""
        veil(instance, self.context["request"].user)
        return super().to_representation(instance)


class ProposalListSerializer(ShapedSerializer):
    """A proposal in a list."""

    proposer = serializers.SlugRelatedField[Any](slug_field="username", read_only=True)
    on_behalf_of = serializers.SlugRelatedField[Any](
        slug_field="username", read_only=True, allow_null=True
    )
    source = serializers.SlugRelatedField[Any](  # type: ignore[assignment]  # declared fields leave the class
        slug_field="code", read_only=True, allow_null=True
    )

    assignee = serializers.SlugRelatedField[Any](
        slug_field="username", read_only=True, allow_null=True
    )

    class Meta:
        model = Proposal
        fields = [
            "uid",
            "kind",
            "title",
            "state",
            "risk",
            "confidence",
            "proposer",
            "on_behalf_of",
            "source",
            "revision",
            "content_hash",
            "required_approvals",
            "approver_roles",
            "assignee",
            "solo",
            "escalated_at",
            "submitted_at",
            "expires_at",
            "decided_at",
            "applied_at",
        ]


class ProposalSerializer(ProposalListSerializer):
    """A proposal with its items."""

    items = ItemSerializer(source="current_items", many=True, read_only=True)
    reverts = serializers.SlugRelatedField[Any](slug_field="uid", read_only=True, allow_null=True)
    supersedes = serializers.SlugRelatedField[Any](
        slug_field="uid", read_only=True, allow_null=True
    )

    depends_on = serializers.SlugRelatedField[Any](slug_field="uid", read_only=True, many=True)
    policy = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)

    class Meta(ProposalListSerializer.Meta):
        fields = [
            *ProposalListSerializer.Meta.fields,
            "summary",
            "apply_mode",
            "policy",
            "policy_snapshot",
            "required_rejections",
            "depends_on",
            "counts",
            "error",
            "transient",
            "reverted_at",
            "reverts",
            "supersedes",
            "items",
        ]


class NewItemSerializer(serializers.Serializer[Any]):
    """One change as its author words it; references are named by uid."""

    op = serializers.ChoiceField(choices=ItemOp.choices)
    target_type = serializers.CharField(max_length=60)
    target_uid = serializers.UUIDField(required=False, allow_null=True, default=None)
    kind = serializers.CharField(max_length=80, required=False, default="")
    base_version = serializers.IntegerField(required=False, allow_null=True, default=None)
    before = serializers.DictField(required=False, default=dict)
    after = serializers.DictField(required=False, default=dict)
    evidence = serializers.ListField(required=False, default=list)
    unresolved = serializers.ListField(required=False, default=list)
    confidence = serializers.FloatField(
        min_value=0, max_value=1, required=False, allow_null=True, default=None
    )


class NewProposalSerializer(serializers.Serializer[Any]):
    """A proposal as its author sends it."""

    kind = serializers.CharField(max_length=80)
    title = serializers.CharField(max_length=300)
    summary = serializers.CharField(required=False, default="", allow_blank=True)
    source = serializers.SlugField(  # type: ignore[assignment]  # declared fields leave the class
        required=False, default="", help_text="A source that belongs to the caller."
    )
    confidence = serializers.FloatField(
        min_value=0, max_value=1, required=False, allow_null=True, default=None
    )
    dedupe_key = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    expires_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    atomic = serializers.BooleanField(required=False, default=False)
    draft = serializers.BooleanField(
        required=False, default=False, help_text="Keep it; submit it later."
    )
    risk = serializers.ChoiceField(
        choices=Risk.choices,
        required=False,
        allow_null=True,
        default=None,
        help_text="What the author thinks of it; it can only raise the policy's.",
    )
    depends_on = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        default=list,
        help_text="Own proposals that have to be applied first.",
    )
    items = NewItemSerializer(many=True, allow_empty=False)

    def validate_items(self, items: list[dict[str, Any]]) -> list[ItemDraft]:
        """Return the items as the service takes them."""
        return [ItemDraft(**item) for item in items]


class StandingDecisionSerializer(serializers.Serializer[Any]):
    """What was looked at, and why it is decided so."""

    revision = serializers.IntegerField(min_value=1)
    content_hash = serializers.CharField(max_length=64)
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)


def _by_number(given: dict[str, Any]) -> dict[int, Any]:
    if not all(name.isdecimal() for name in given):
        raise serializers.ValidationError("Name items by their number, seq.")
    return {int(name): value for name, value in given.items()}


class _ReasonedSerializer(StandingDecisionSerializer):
    """A decision with a reason that can be counted."""

    reason_code = serializers.ChoiceField(
        choices=RejectionReason.choices, required=False, default="", allow_blank=True
    )


class RejectionSerializer(_ReasonedSerializer):
    """A no; with `item_decisions` to those items alone, and the rest goes on waiting."""

    item_decisions = serializers.DictField(
        child=serializers.ChoiceField(choices=["reject"]), required=False, default=dict
    )

    def validate_item_decisions(self, given: dict[str, str]) -> list[int]:
        """Return the numbers of the items."""
        return sorted(_by_number(given))


class ApprovalSerializer(_ReasonedSerializer):
    """A yes; `item_decisions` maps numbers of items to accept or reject.

    `field_rejections` maps them to the fields that are turned down.
    """

    field_rejections = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(max_length=80)),
        required=False,
        default=dict,
    )

    item_decisions = serializers.DictField(
        child=serializers.ChoiceField(choices=["accept", "reject"]), required=False, default=dict
    )

    def validate_item_decisions(self, given: dict[str, str]) -> dict[int, str]:
        """Return the decisions by number."""
        return _by_number(given)

    def validate_field_rejections(self, given: dict[str, list[str]]) -> dict[int, list[str]]:
        """Return the fields by number."""
        return _by_number(given)


class WithdrawalSerializer(serializers.Serializer[Any]):
    """Why a proposal is taken back."""

    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)


class EditSerializer(serializers.Serializer[Any]):
    """The items of a new revision."""

    items = NewItemSerializer(many=True, allow_empty=False)
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)

    def validate_items(self, items: list[dict[str, Any]]) -> list[ItemDraft]:
        """Return the items as the service takes them."""
        return [ItemDraft(**item) for item in items]


class AssignmentSerializer(serializers.Serializer[Any]):
    """Who is to decide; null for nobody in particular."""

    to = serializers.SlugRelatedField[Any](
        slug_field="username", queryset=User.objects.filter(is_active=True), allow_null=True
    )
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)


class ChoiceSerializer(serializers.Serializer[Any]):
    """One proposal as the caller saw it."""

    uid = serializers.UUIDField()
    revision = serializers.IntegerField(min_value=1)
    content_hash = serializers.CharField(max_length=64)


class BatchSerializer(serializers.Serializer[Any]):
    """Decisions about many proposals."""

    decision = serializers.ChoiceField(choices=["approve", "reject"])
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)
    reason_code = serializers.ChoiceField(
        choices=RejectionReason.choices, required=False, default="", allow_blank=True
    )
    proposals = ChoiceSerializer(many=True, allow_empty=False)


class DecisionOutcomeSerializer(serializers.Serializer[Any]):
    """What came of one decision: approved, pending, rejected, or the code of a refusal."""

    uid = serializers.UUIDField()
    outcome = serializers.CharField()
    detail = serializers.CharField(allow_blank=True)


class DecisionsSerializer(serializers.Serializer[Any]):
    """What came of each decision, in the order asked."""

    results = DecisionOutcomeSerializer(many=True)


class ItemEffectSerializer(serializers.Serializer[Any]):
    """What one item would come to."""

    seq = serializers.IntegerField()
    outcome = serializers.ChoiceField(choices=["applied", "noop", "conflict", "more"])
    changed = serializers.DictField()
    conflict = serializers.DictField()


class WrittenSerializer(serializers.Serializer[Any]):
    """How many records of a type would be written."""

    entity_type = serializers.CharField()
    op = serializers.CharField()
    count = serializers.IntegerField()


class PreviewSerializer(serializers.Serializer[Any]):
    """What applying would do; `partial` when only the first part was tried."""

    items = ItemEffectSerializer(many=True)
    records = WrittenSerializer(many=True)
    partial = serializers.BooleanField()  # type: ignore[assignment]  # declared fields leave the class


class RemarkSerializer(serializers.Serializer[Any]):
    """A remark."""

    text = serializers.CharField(max_length=2000)


class EventSerializer(serializers.ModelSerializer[ApprovalEvent]):
    """One step in the life of a proposal."""

    actor = serializers.SlugRelatedField[Any](
        slug_field="username", read_only=True, allow_null=True
    )
    on_behalf_of = serializers.SlugRelatedField[Any](
        slug_field="username", read_only=True, allow_null=True
    )

    class Meta:
        model = ApprovalEvent
        fields = [
            "seq",
            "type",
            "actor",
            "actor_kind",
            "on_behalf_of",
            "reason",
            "reason_code",
            "solo",
            "details",
            "revision",
            "content_hash",
            "at",
        ]


class FieldDiffSerializer(serializers.Serializer[Any]):
    """One field three ways."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # declared fields leave the class
    original = serializers.JSONField(allow_null=True)
    current = serializers.JSONField(allow_null=True)
    proposed = serializers.JSONField(allow_null=True)
    flag = serializers.ChoiceField(choices=["change", "same", "conflict"])

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Return the field; what an operation tells without a flag is a change."""
        return super().to_representation({**instance, "flag": instance["flag"] or "change"})


class ItemDiffSerializer(serializers.Serializer[Any]):
    """One item beside the record it is about; `gone` says why it cannot be applied any more."""

    seq = serializers.IntegerField(source="item.seq")
    label = serializers.CharField()  # type: ignore[assignment]  # declared fields leave the class
    url = serializers.CharField()
    gone = serializers.CharField()
    rebased = serializers.BooleanField()
    fields_ = FieldDiffSerializer(source="rows", many=True)

    def get_fields(self) -> dict[str, Any]:
        """Return the fields; a serializer cannot declare one named `fields`."""
        found = super().get_fields()
        found["fields"] = found.pop("fields_")
        return found
