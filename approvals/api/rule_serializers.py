"""Rules, delegations and figures of governance on the wire."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from approvals.models import ApprovalPolicy, AutoApplySwitch, Delegation
from approvals.selectors.backtest import BackTest
from core.models import SourceSystem, User

HIDDEN = {"id", "created_at"}


class PolicySerializer(serializers.ModelSerializer[ApprovalPolicy]):
    """One version of one rule."""

    class Meta:
        model = ApprovalPolicy
        fields = [
            field.name
            for field in ApprovalPolicy._meta.concrete_fields  # noqa: SLF001 -- Django's documented name
            if field.name not in HIDDEN
        ]
        read_only_fields = fields


class PolicyChangeSerializer(serializers.Serializer[Any]):
    """What a rule shall say: the fields that change; a code nobody knows is a new rule."""

    code = serializers.SlugField(max_length=80)
    changes = serializers.DictField(help_text="Fields of the rule with their new values.")
    reason = serializers.CharField(max_length=2000)


class SimulationSerializer(serializers.Serializer[Any]):
    """A proposal to look at, a candidate rule to try, or both."""

    proposal = serializers.UUIDField(required=False, allow_null=True, default=None)
    policy = serializers.DictField(
        required=False, allow_null=True, default=None, help_text="Its code and what changes."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the values; at least one of the two is needed."""
        if attrs["proposal"] is None and attrs["policy"] is None:
            raise serializers.ValidationError("Name a proposal, a policy, or both.")
        return attrs


class GovernedSerializer(serializers.Serializer[Any]):
    """Which rule governs a proposal; `others` name the conditions each other rule misses."""

    policy = serializers.CharField(source="policy.code", allow_null=True, default=None)
    reason = serializers.CharField()
    rules = serializers.SerializerMethodField()
    others = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))

    def get_rules(self, found: Any) -> dict[str, Any]:
        """Return what the proposal would need."""
        told: dict[str, Any] = found.rules.snapshot()
        return told


class BackTestSerializer(serializers.Serializer[Any]):
    """What a candidate would have done with the proposals of the last 90 days."""

    total = serializers.IntegerField()
    auto = serializers.IntegerField()
    auto_now = serializers.IntegerField()
    rejected = serializers.IntegerField()
    edited = serializers.IntegerField()
    reverted = serializers.IntegerField()
    moved = serializers.IntegerField()
    capped = serializers.BooleanField()
    examples = serializers.SerializerMethodField()

    def get_examples(self, found: BackTest) -> list[UUID]:
        """Return the uids of some of them, those people disagreed with first."""
        return [row.uid for row in found.examples]


class SimulatedSerializer(serializers.Serializer[Any]):
    """The answer to a simulation."""

    governed = GovernedSerializer(required=False, allow_null=True, default=None)
    backtest = BackTestSerializer(required=False, allow_null=True, default=None)


class DelegationSerializer(serializers.ModelSerializer[Delegation]):
    """A right to decide that is lent for a time."""

    from_user = serializers.SlugRelatedField[Any](slug_field="username", read_only=True)
    to_user = serializers.SlugRelatedField[Any](slug_field="username", read_only=True)

    class Meta:
        model = Delegation
        fields = [
            "uid",
            "from_user",
            "to_user",
            "kinds",
            "starts_at",
            "ends_at",
            "reason",
            "revoked_at",
        ]


class NewDelegationSerializer(serializers.Serializer[Any]):
    """A right to decide as its owner lends it."""

    to = serializers.SlugRelatedField[Any](
        slug_field="username", queryset=User.objects.filter(is_active=True)
    )
    kinds = serializers.ListField(child=serializers.CharField(max_length=80), allow_empty=False)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=300)


class DepthSerializer(serializers.Serializer[Any]):
    """What waits of one kind."""

    kind = serializers.CharField()
    waiting = serializers.IntegerField()
    escalated = serializers.IntegerField()
    oldest = serializers.DateTimeField()


class BucketSerializer(serializers.Serializer[Any]):
    """What people said to proposals of one range of confidence; no ends: unknown."""

    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    accepted = serializers.IntegerField()
    corrected = serializers.IntegerField()
    rejected = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)


class CalibrationSerializer(serializers.Serializer[Any]):
    """How far people agree with one source."""

    source = serializers.CharField(source="source.code")  # type: ignore[assignment]  # declared fields leave the class
    on = serializers.BooleanField(help_text="Whether policies may approve what it proposes.")
    buckets = BucketSerializer(many=True)


class MetricsSerializer(serializers.Serializer[Any]):
    """How approvals are doing."""

    queue = DepthSerializer(many=True)
    sources = CalibrationSerializer(many=True)
    reverts_per_mille = serializers.FloatField(allow_null=True)
    solo_approvals = serializers.IntegerField()


class SwitchSerializer(serializers.Serializer[Any]):
    """Automatic approval of a source, on or off."""

    source = serializers.SlugRelatedField[Any](  # type: ignore[assignment]  # declared fields leave the class
        slug_field="code", queryset=SourceSystem.objects.all()
    )
    on = serializers.BooleanField()
    reason = serializers.CharField(max_length=2000)


class SwitchedSerializer(serializers.ModelSerializer[AutoApplySwitch]):
    """One turn of the switch."""

    source = serializers.SlugRelatedField[Any](  # type: ignore[assignment]  # declared fields leave the class
        slug_field="code", read_only=True
    )
    by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True)

    class Meta:
        model = AutoApplySwitch
        fields = ["source", "on", "by", "reason", "accepted", "decided", "threshold", "at"]
