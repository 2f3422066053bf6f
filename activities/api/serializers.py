"""Interactions, tasks and notes on the wire."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from accounts.models import Account
from activities.models import Interaction, Note, Task, Transcript, TranscriptSegment
from activities.services import refuse_over
from contacts.models import Contact
from core.api.people import UserSerializer
from core.api.shapes import Reference, ShapedSerializer
from core.models import User
from opportunities.models import Opportunity

OPTIONAL: dict[str, Any] = {"required": False, "allow_null": True}


def _person() -> Reference:
    people = User.objects.filter(is_active=True)
    return Reference(slug_field="username", queryset=people, brief=UserSerializer, **OPTIONAL)


class TargetedSerializer(ShapedSerializer):
    """A row about a contact, an account or a deal."""

    contact = Reference(slug_field="uid", queryset=Contact.objects.all(), **OPTIONAL)
    account = Reference(slug_field="uid", queryset=Account.objects.all(), **OPTIONAL)
    opportunity = Reference(slug_field="uid", queryset=Opportunity.objects.all(), **OPTIONAL)


class TaskSerializer(TargetedSerializer):
    """A task; `priority` is 1 (high) to 3 (low)."""

    contact_name = serializers.CharField(
        source="contact.full_name", read_only=True, allow_null=True, default=None
    )
    assignee = _person()

    class Meta:
        model = Task
        fields = [
            "uid",
            "version",
            "title",
            "details",
            "kind",
            "contact",
            "contact_name",
            "account",
            "opportunity",
            "assignee",
            "due_at",
            "remind_at",
            "priority",
            "status",
            "completed_at",
            "origin",
            "origin_uid",
            "created_at",
            "updated_at",
        ]

    def validate_due_at(self, due_at: datetime | None) -> datetime | None:
        """Return the moment; a new one lies ahead, one a task has may stay."""
        if self.instance is None or due_at != self.instance.due_at:
            refuse_over(due_at)
        return due_at


class SnoozeSerializer(serializers.Serializer[Any]):
    """Until when a task is put off."""

    until = serializers.DateTimeField()


class TaskAssignmentSerializer(serializers.Serializer[Any]):
    """Whose a task becomes."""

    assignee = serializers.SlugRelatedField[Any](
        slug_field="username", queryset=User.objects.filter(is_active=True)
    )


class NoteSerializer(TargetedSerializer):
    """A note on one record; a private one is read by its author alone."""

    author = Reference(slug_field="username", read_only=True, brief=UserSerializer, allow_null=True)

    class Meta:
        model = Note
        fields = [
            "uid",
            "version",
            "contact",
            "account",
            "opportunity",
            "author",
            "body",
            "pinned",
            "visibility",
            "state",
            "created_at",
            "updated_at",
        ]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the values; the record a known note is about stays."""
        if self.instance is not None and {"contact", "account", "opportunity"} & attrs.keys():
            raise serializers.ValidationError("A note keeps its record; write another.")
        return attrs


class InteractionSerializer(TargetedSerializer):
    """One thing that happened."""

    contact_name = serializers.CharField(
        source="contact.full_name", read_only=True, allow_null=True, default=None
    )
    user = _person()
    source = serializers.CharField(source="source_system.code", read_only=True)  # type: ignore[assignment]  # declared fields leave the class

    class Meta:
        model = Interaction
        fields = [
            "uid",
            "version",
            "contact",
            "contact_name",
            "account",
            "opportunity",
            "kind",
            "direction",
            "occurred_at",
            "ended_at",
            "duration_s",
            "counterparty_raw",
            "subject",
            "body",
            "snippet",
            "sentiment",
            "sentiment_source",
            "topics",
            "action_items",
            "outcome",
            "user",
            "source",
            "external_id",
            "thread_id",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["snippet"]
        validators: list[Any] = []


class PartnerPointSerializer(serializers.Serializer[Any]):
    """The number or address of the other side."""

    kind = serializers.ChoiceField(choices=["phone", "whatsapp", "email"])
    value = serializers.CharField(max_length=254)


class NewInteractionSerializer(InteractionSerializer):
    """One thing that happened; `point` finds the contact where none is named."""

    point = PartnerPointSerializer(required=False)
    action_items = serializers.ListField(child=serializers.DictField(), required=False)
    topics = serializers.ListField(child=serializers.CharField(max_length=60), required=False)

    class Meta(InteractionSerializer.Meta):
        fields = [*InteractionSerializer.Meta.fields, "point"]


class InteractionsSerializer(serializers.Serializer[Any]):
    """Up to 500 interactions."""

    items = NewInteractionSerializer(many=True, allow_empty=False, max_length=500)  # type: ignore[call-arg]  # the list takes it


class InteractionOutcomeSerializer(serializers.Serializer[Any]):
    """What became of one interaction; `unresolved` ones wait for somebody to say whose they are."""

    external_id = serializers.CharField(allow_blank=True)
    outcome = serializers.ChoiceField(choices=["created", "duplicate", "unresolved"])
    uid = serializers.UUIDField()


class InteractionOutcomesSerializer(serializers.Serializer[Any]):
    """The outcomes, in the order of the items."""

    results = InteractionOutcomeSerializer(many=True)


class InteractionLinkSerializer(serializers.Serializer[Any]):
    """Whose interaction it was."""

    contact = Reference(slug_field="uid", queryset=Contact.objects.all())


class SegmentSerializer(serializers.ModelSerializer[TranscriptSegment]):
    """One utterance; seconds from the beginning."""

    class Meta:
        model = TranscriptSegment
        fields = ["seq", "speaker", "t0", "t1", "text", "confidence"]
        read_only_fields = ["seq"]
        extra_kwargs = {
            "t0": {"min_value": 0},
            "t1": {"min_value": 0},
            "confidence": {"min_value": 0, "max_value": 1},
        }


class NewTranscriptSerializer(serializers.Serializer[Any]):
    """What was said: segments, or one text."""

    engine = serializers.CharField(max_length=60)
    engine_version = serializers.CharField(max_length=40, required=False, default="")
    language = serializers.CharField(max_length=20, required=False, default="")
    text = serializers.CharField(required=False)
    segments = SegmentSerializer(many=True, required=False, allow_empty=False, max_length=10_000)  # type: ignore[call-arg]  # the list takes it

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the values; exactly one of text and segments has to be there."""
        if ("text" in attrs) == ("segments" in attrs):
            raise serializers.ValidationError("Give a text or segments.")
        return attrs


class TranscriptSerializer(serializers.ModelSerializer[Transcript]):
    """A transcript."""

    interaction = serializers.SlugRelatedField[Any](slug_field="uid", read_only=True)
    segments = SegmentSerializer(many=True, read_only=True)

    class Meta:
        model = Transcript
        fields = [
            "uid",
            "version",
            "interaction",
            "language",
            "engine",
            "engine_version",
            "text_sha256",
            "state",
            "segments",
            "created_at",
        ]
