"""The shapes of merges, evidence and verdicts."""

from typing import Any

from rest_framework import serializers

from identity.choices import Verdict

MOST = 20


class ReasonSerializer(serializers.Serializer[Any]):
    """One row of evidence; the points of all rows sum to the weight."""

    comparison = serializers.CharField()
    level = serializers.CharField()
    points = serializers.FloatField(help_text="Bits for (above 0) or against the pair.")
    words = serializers.CharField()
    left = serializers.CharField()
    right = serializers.CharField()


class ObstacleSerializer(serializers.Serializer[Any]):
    """One reason not to merge."""

    code = serializers.CharField()
    words = serializers.CharField()


class PersonSerializer(serializers.Serializer[Any]):
    """One person in short."""

    uid = serializers.UUIDField()
    full_name = serializers.CharField()


class DuplicateSerializer(PersonSerializer):
    """Somebody who may be the same person."""

    score = serializers.FloatField()
    key = serializers.CharField(help_text="For and against in short: `+NAME+PHONE-DOB`.")
    status = serializers.CharField()


class PairVerdictSerializer(serializers.Serializer[Any]):
    """What a person said of a pair."""

    verdict = serializers.ChoiceField(choices=Verdict.choices)
    reason = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()


class WhySerializer(serializers.Serializer[Any]):
    """Why two people may be one, and why not."""

    score = serializers.FloatField(allow_null=True)
    evidence = ReasonSerializer(many=True)
    shared = ReasonSerializer(many=True, help_text="Contact points both have.")
    verdict = PairVerdictSerializer(allow_null=True)
    blockers = ObstacleSerializer(many=True)
    warnings = ObstacleSerializer(many=True)


class OperationSerializer(serializers.Serializer[Any]):
    """One merge or split."""

    uid = serializers.UUIDField()
    kind = serializers.CharField()
    state = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField(source="actor.username")
    survivor = PersonSerializer()
    losers = PersonSerializer(many=True)
    choices = serializers.JSONField()
    provenance = serializers.JSONField()
    undone_at = serializers.DateTimeField(allow_null=True)
    residue = serializers.JSONField()


class ValueSerializer(serializers.Serializer[Any]):
    """One golden value, the source it came from and the rule that chose it."""

    attribute = serializers.CharField()
    value = serializers.CharField()
    why = serializers.CharField()
    system = serializers.SerializerMethodField()
    by_person = serializers.SerializerMethodField()
    at = serializers.SerializerMethodField()

    def get_system(self, told: Any) -> str:
        """Return the source's name, empty for a locked value."""
        return str(told.claim.source) if told.claim else ""

    def get_by_person(self, told: Any) -> bool:
        """Return whether a person typed it."""
        return bool(told.claim and told.claim.by_person)

    def get_at(self, told: Any) -> str | None:
        """Return when it was said, ISO 8601."""
        return told.claim.at.isoformat() if told.claim else None


class HowSerializer(serializers.Serializer[Any]):
    """How a person was formed."""

    operations = OperationSerializer(many=True)
    values = ValueSerializer(many=True)


class MergeSerializer(serializers.Serializer[Any]):
    """A merge somebody wants."""

    survivor = serializers.UUIDField(
        required=False, allow_null=True, help_text="Left out: the furthest, then the oldest."
    )
    contacts = serializers.ListField(
        child=serializers.UUIDField(), min_length=2, max_length=MOST, help_text="All of them."
    )
    choices = serializers.DictField(
        child=serializers.CharField(),
        required=False,
        default=dict,
        help_text="Attribute to the uid whose value stands; phone, whatsapp, email also `both`.",
    )
    override_blockers = serializers.BooleanField(required=False, default=False)
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class MergePreviewSerializer(serializers.Serializer[Any]):
    """What a merge would do."""

    moves = serializers.JSONField(help_text="Table to action to number of rows.")
    values = serializers.JSONField(help_text="Attribute to columns to the values that stand.")
    provenance = serializers.JSONField()
    blockers = ObstacleSerializer(many=True)
    warnings = ObstacleSerializer(many=True)


class UnmergeSerializer(serializers.Serializer[Any]):
    """A merge somebody wants undone."""

    operation = serializers.UUIDField()
    reason = serializers.CharField(max_length=2000)


class ProposedMergeSerializer(serializers.Serializer[Any]):
    """The proposal that carries an operation on people."""

    uid = serializers.UUIDField()
    kind = serializers.CharField()
    state = serializers.CharField()
    title = serializers.CharField()
    required_approvals = serializers.IntegerField()


class NewVerdictSerializer(serializers.Serializer[Any]):
    """What a person says of a pair."""

    left = serializers.UUIDField()
    right = serializers.UUIDField()
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)
