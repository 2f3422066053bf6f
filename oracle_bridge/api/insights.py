"""`/insights/`: what machines conclude, and what people say to it."""

from typing import Any
from uuid import UUID

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from contacts.models import Contact
from core.api.owned import ReasonSerializer
from core.api.rows import RECENT, RowViewSet
from core.api.shapes import Reference, ShapedSerializer
from core.models import SourceSystem
from opportunities.models import Opportunity
from oracle_bridge import services
from oracle_bridge.choices import Feedback
from oracle_bridge.models import Insight
from oracle_bridge.selectors import behind

OPTIONAL: dict[str, Any] = {"required": False, "allow_null": True}
MOST_SOURCES = 50


class BasisSerializer(serializers.Serializer[Any]):
    """A record a conclusion was drawn from, and the version it had."""

    entity = serializers.CharField(max_length=60, help_text="Such as contact.")
    uid = serializers.UUIDField()
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


class InsightSerializer(ShapedSerializer):
    """A conclusion about one of a contact, an account and a deal.

    `stale` says which record it was drawn from has moved on; empty while it stands.
    """

    contact = Reference(slug_field="uid", queryset=Contact.objects.all(), **OPTIONAL)
    account = Reference(slug_field="uid", queryset=Account.objects.all(), **OPTIONAL)
    opportunity = Reference(slug_field="uid", queryset=Opportunity.objects.all(), **OPTIONAL)
    produced_by = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    based_on = BasisSerializer(many=True, allow_empty=False, max_length=MOST_SOURCES)  # type: ignore[call-arg]  # the list takes it
    data = serializers.DictField(required=False)  # type: ignore[assignment]  # the field leaves the class
    feedback = serializers.ChoiceField(choices=Feedback.choices, allow_blank=True, read_only=True)
    stale = serializers.SerializerMethodField()

    class Meta:
        model = Insight
        fields = [
            "uid",
            "version",
            "contact",
            "account",
            "opportunity",
            "kind",
            "title",
            "body",
            "data",
            "confidence",
            "produced_by",
            "external_id",
            "model_version",
            "based_on",
            "at",
            "expires_at",
            "status",
            "feedback",
            "stale",
        ]
        read_only_fields = ["status"]
        extra_kwargs = {"confidence": {"min_value": 0, "max_value": 1}}
        validators: list[Any] = []

    def get_stale(self, insight: Insight) -> str:
        """Return why the conclusion no longer stands."""
        known: dict[int, str] | None = self.context.get("behind")
        return (behind([insight]) if known is None else known).get(insight.pk, "")

    def validate_based_on(self, sources: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the sources as they are kept."""
        return [{**source, "uid": str(source["uid"])} for source in sources]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the values; a conclusion is about one record."""
        subjects = [attrs.get(name) for name in ("contact", "account", "opportunity")]
        if sum(subject is not None for subject in subjects) != 1:
            raise serializers.ValidationError("Name one of contact, account and opportunity.")
        return attrs


class FeedbackSerializer(serializers.Serializer[Any]):
    """What a reader thought."""

    feedback = serializers.ChoiceField(choices=Feedback.choices)


class InsightFilterSet(filters.FilterSet):
    """The filters of `/insights/`."""

    contact = filters.UUIDFilter(field_name="contact__uid")
    account = filters.UUIDFilter(field_name="account__uid")
    opportunity = filters.UUIDFilter(field_name="opportunity__uid")
    kind = filters.CharFilter()
    source = filters.CharFilter(field_name="produced_by__code")
    min_confidence = filters.NumberFilter(field_name="confidence", lookup_expr="gte")

    class Meta:
        model = Insight
        fields = ["status"]


class InsightViewSet(RowViewSet):
    """Conclusions on the records the caller may see."""

    model = Insight
    queryset = Insight.objects.none()
    serializer_class = InsightSerializer
    filterset_class = InsightFilterSet
    orders = {"-at": ("-at", "-id"), **RECENT}
    http_method_names = ["get", "post", "head", "options"]

    @property
    def services_may_write(self) -> bool:  # type: ignore[override]  # it depends on the action
        """Return whether a machine may do this: to conclude, not to judge."""
        return self.action == "create"

    def write_permission(self) -> None:
        """Return none: machines need a source, people judge what they may see."""

    def rows(self) -> "QuerySet[Any]":
        """Return all insights with what they refer to."""
        return Insight.objects.select_related("contact", "account", "opportunity", "produced_by")

    def paged(self, rows: "QuerySet[Any]") -> Response:
        """Return one page; what is stale is found for the whole page at once."""
        page = self.paginate_queryset(rows) or []
        self.behind = behind(page)
        return self.get_paginated_response(self.reading(page, many=True).data)

    def get_serializer_context(self) -> dict[str, Any]:
        """Return the context with what is stale of a page."""
        return {**super().get_serializer_context(), "behind": getattr(self, "behind", None)}

    @extend_schema(responses={201: InsightSerializer, 200: InsightSerializer})
    def create(self, request: Request) -> Response:
        """Conclude something: 201 new, 200 for an `external_id` known already."""
        source = SourceSystem.objects.filter(owner=self.caller, active=True).first()
        if source is None:
            raise PermissionDenied("You speak for no source; ask for one to be made yours.")
        row, is_new = services.record_insight(source=source, by=self.caller, **self.writing())
        response = self.again(row, status=201 if is_new else 200)
        response["Location"] = f"{request.path}{row.uid}/"
        return response

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, uid: UUID) -> Response:
        """Take a conclusion out of sight."""
        asked = ReasonSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        row = services.dismiss_insight(
            self.writable(uid), by=self.caller, reason=asked.validated_data["reason"]
        )
        return self.again(row)

    @extend_schema(request=FeedbackSerializer)
    @action(detail=True, methods=["post"])
    def feedback(self, request: Request, uid: UUID) -> Response:
        """Say whether it was useful."""
        asked = FeedbackSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        row = services.judge_insight(self.readable(uid), by=self.caller, **asked.validated_data)
        return self.again(row)
