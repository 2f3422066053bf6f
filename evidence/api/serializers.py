"""The shape of evidence and scores on the wire."""

from typing import Any

from rest_framework import serializers

from evidence.choices import Band, Component
from evidence.models import Evidence
from evidence.services import LARGEST


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    """One sign, kept as received; the hash of a number it came with is not told."""

    contact = serializers.UUIDField(
        source="contact.uid", allow_null=True, default=None, help_text="Null: nobody knows whose."
    )
    type = serializers.CharField(source="type.code")
    producer = serializers.CharField(source="producer.code")

    class Meta:
        model = Evidence
        fields = [
            "uid",
            "contact",
            "type",
            "reported_type",
            "producer",
            "external_id",
            "value",
            "confidence",
            "occurred_at",
            "received_at",
            "state",
            "quarantine_reason",
            "session_ref",
            "media_ref",
            "payload",
        ]
        read_only_fields = fields


class SubjectSerializer(serializers.Serializer[Any]):
    """Whom a sign is about: at least one of the three."""

    uid = serializers.UUIDField(required=False, help_text="Of a contact.")
    point_hash = serializers.CharField(
        required=False, max_length=64, help_text="sha256 (hex) of the E.164 number or the e-mail."
    )
    session_ref = serializers.CharField(required=False, max_length=120)


class SignSerializer(serializers.Serializer[Any]):
    """One sign as its producer saw it."""

    producer = serializers.CharField(help_text="Code of the source, such as sentinel.")
    external_id = serializers.CharField(max_length=200, help_text="Its id at the producer.")
    subject = SubjectSerializer()
    type = serializers.CharField(max_length=60)
    value = serializers.FloatField(min_value=-1, max_value=1, required=False)
    confidence = serializers.FloatField(min_value=0, max_value=1, required=False)
    occurred_at = serializers.DateTimeField()
    consent_ref = serializers.UUIDField(required=False, allow_null=True)
    payload = serializers.DictField(required=False)
    media_ref = serializers.CharField(required=False, allow_blank=True, max_length=300)


class IntakeSerializer(serializers.Serializer[Any]):
    """Up to a thousand signs; one that is wrong does not hold up the others."""

    items = serializers.ListField(
        child=serializers.JSONField(), allow_empty=False, max_length=LARGEST
    )


class IntakeSchemaSerializer(serializers.Serializer[Any]):
    """Up to a thousand signs; one that is wrong does not hold up the others."""

    items = SignSerializer(many=True, allow_empty=False, max_length=LARGEST)  # type: ignore[call-arg]  # the list takes it


class SignOutcomeSerializer(serializers.Serializer[Any]):
    """What became of one sign; `reason` says why it does not count or may not be kept.

    To a machine that may not resolve people it is `received`, whoever it is about.
    """

    external_id = serializers.CharField(allow_blank=True)
    outcome = serializers.ChoiceField(
        choices=["created", "duplicate", "quarantined", "invalid", "received"]
    )
    uid = serializers.UUIDField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)


class SignOutcomesSerializer(serializers.Serializer[Any]):
    """The outcomes, in the order of the items."""

    results = SignOutcomeSerializer(many=True)


class WithdrawSerializer(serializers.Serializer[Any]):
    """Why a sign shall not count any more."""

    reason = serializers.CharField(max_length=300)


class WithdrawnSerializer(serializers.Serializer[Any]):
    """The sign, which stays on record."""

    uid = serializers.UUIDField()
    state = serializers.CharField()


class LinkSerializer(serializers.Serializer[Any]):
    """Whose session it was, and how sure that is."""

    session_ref = serializers.CharField(max_length=120)
    contact = serializers.UUIDField()
    confidence = serializers.FloatField(min_value=0, max_value=1, default=1.0)


class LinkedSerializer(serializers.Serializer[Any]):
    """`linked` signs, or the proposal a person has to decide."""

    linked = serializers.IntegerField()
    proposal = serializers.UUIDField(allow_null=True)


class ScorePartSerializer(serializers.Serializer[Any]):
    """One part of a score."""

    component = serializers.ChoiceField(choices=Component.choices)
    value = serializers.FloatField()
    coverage = serializers.FloatField()
    weight = serializers.FloatField()


class ScoreSerializer(serializers.Serializer[Any]):
    """A score; while the evidence is thin its value says little."""

    label = serializers.CharField(help_text="What this installation calls the score.")  # type: ignore[assignment]  # the field leaves the class
    value = serializers.FloatField()
    coverage = serializers.FloatField()
    band = serializers.ChoiceField(choices=Band.choices)
    config = serializers.CharField()
    as_of = serializers.DateTimeField()
    components = ScorePartSerializer(many=True)


class ContributionSerializer(serializers.Serializer[Any]):
    """What one sign adds; all of them and the start together make the value."""

    uid = serializers.UUIDField()
    type = serializers.CharField()
    producer = serializers.CharField()
    component = serializers.ChoiceField(choices=Component.choices)
    occurred_at = serializers.DateTimeField()
    value = serializers.FloatField()
    weight = serializers.FloatField(help_text="Its mass when fresh.")
    decay = serializers.FloatField(help_text="The share of the mass that is left.")
    points = serializers.FloatField()


class ExplanationSerializer(ScoreSerializer):
    """A score down to the evidence: `start` + `withheld` + the points = `value`."""

    start = serializers.FloatField(help_text="What no evidence at all would give.")
    withheld = serializers.FloatField(help_text="Points of evidence the caller may not see.")
    contributions = ContributionSerializer(many=True)


class SnapshotSerializer(serializers.Serializer[Any]):
    """The score at one moment under one configuration."""

    as_of = serializers.DateTimeField()
    config = serializers.CharField()
    value = serializers.FloatField()
    coverage = serializers.FloatField()
    components = serializers.DictField()
    top_evidence = serializers.ListField(child=serializers.UUIDField())


class SnapshotsSerializer(serializers.Serializer[Any]):
    """The newest snapshots first, at most 500."""

    label = serializers.CharField()  # type: ignore[assignment]  # the field leaves the class
    results = SnapshotSerializer(many=True)
