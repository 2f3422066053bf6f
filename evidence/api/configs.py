"""`/qd/`: how the score is made, and who has the highest."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError as Invalid
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from approvals.choices import ItemOp
from approvals.models import Proposal
from approvals.services import ItemDraft, propose
from contacts.models import Contact
from core.api.pagination import limit_of
from core.api.views import Api
from core.models import User
from evidence.choices import Band, ConfigState
from evidence.models import QDConfig, QDScore
from evidence.selectors import active_config
from evidence.services.activating import FIELDS, backtest, candidate_config

LARGEST = 200


class QDConfigSerializer(serializers.ModelSerializer[QDConfig]):
    """One version of the weights."""

    state = serializers.ChoiceField(choices=ConfigState.choices)

    class Meta:
        model = QDConfig
        fields = ["version", "name", "state", "activated_at", *FIELDS]


class QDConfigsSerializer(serializers.Serializer[Any]):
    """Every version there was, the newest first; one is active."""

    label = serializers.CharField()  # type: ignore[assignment]  # the field leaves the class
    results = QDConfigSerializer(many=True)


class WeightsSerializer(serializers.ModelSerializer[QDConfig]):
    """The weights that shall differ from those in force."""

    reason = serializers.CharField(max_length=500)

    class Meta:
        model = QDConfig
        fields = ["name", "reason", *FIELDS]
        extra_kwargs = {field: {"required": False} for field in FIELDS}
        validators: list[Any] = []


class ConfigProposedSerializer(serializers.Serializer[Any]):
    """The proposal a person decides; `summary` holds the back-test."""

    proposal = serializers.UUIDField(source="uid")
    state = serializers.CharField()
    summary = serializers.CharField()


class LeaderSerializer(serializers.ModelSerializer[QDScore]):
    """One person with a score that says something."""

    uid = serializers.UUIDField(source="contact.uid")
    full_name = serializers.CharField(source="contact.full_name")
    band = serializers.ChoiceField(choices=Band.choices)

    class Meta:
        model = QDScore
        fields = ["uid", "full_name", "value", "coverage", "band", "computed_at"]


class LeaderboardSerializer(serializers.Serializer[Any]):
    """The highest first."""

    label = serializers.CharField()  # type: ignore[assignment]  # the field leaves the class
    results = LeaderSerializer(many=True)


class ConfigsView(Api):
    """The configurations of the score."""

    @extend_schema(operation_id="qd_configs", responses=QDConfigsSerializer)
    def get(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return every version of the weights."""
        rows = QDConfig.objects.order_by("-version")
        return Response(QDConfigsSerializer({"label": settings.QD_LABEL, "results": rows}).data)


class ActivateView(Api):
    """Another configuration."""

    services_may_write = True  # it only proposes

    @extend_schema(
        operation_id="qd_configs_activate",
        request=WeightsSerializer,
        responses={202: ConfigProposedSerializer},
    )
    def post(self, request: Request) -> Response:
        """Propose other weights; who runs the house decides, with the back-test before them."""
        asked = WeightsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        values = dict(asked.validated_data)
        name, reason = values.pop("name"), values.pop("reason")
        try:
            proposal = _propose(name=name, changes=values, by=self.caller, reason=reason)
        except Invalid as error:
            raise serializers.ValidationError(serializers.as_serializer_error(error)) from error
        return Response(ConfigProposedSerializer(proposal).data, status=202)


class LeaderboardView(Api):
    """Who has the highest score."""

    @extend_schema(
        operation_id="qd_leaderboard",
        parameters=[OpenApiParameter("limit", int, description="At most 200.")],
        responses=LeaderboardSerializer,
    )
    def get(self, request: Request) -> Response:
        """Return the people the caller may see by their score, without those of thin evidence."""
        people = Contact.objects.live().visible_to(self.caller)
        rows = QDScore.objects.exclude(band=Band.THIN).filter(contact__in=people)
        rows = rows.select_related("contact").order_by("-value", "-contact_id")
        shown = {"label": settings.QD_LABEL, "results": rows[: limit_of(request, LARGEST)]}
        return Response(LeaderboardSerializer(shown).data)


def _propose(*, name: str, changes: Mapping[str, Any], by: User, reason: str) -> Proposal:
    """Propose the next configuration, with its back-test; raises ValidationError."""
    now = active_config()
    candidate = candidate_config(name=name, changes=changes)
    after = {field: getattr(candidate, field) for field in FIELDS} | {"name": name}
    before = {field: getattr(now, field) for field in FIELDS} | {"name": now.name}
    if all(after[field] == before[field] for field in FIELDS):
        raise Invalid("Nothing would change.")
    item = ItemDraft(
        op=ItemOp.CONFIG_ACTIVATE,
        target_type="qdconfig",
        before=before | {"version": now.version},
        after=after,
    )
    summary = f"{reason.strip()} {backtest(candidate).words()}".strip()
    title = f"Score by “{name}” (version {candidate.version})"
    key = f"qd.activate:{candidate.version}:{sorted(after.items())}"[:200]
    return propose(
        kind="qd.activate", title=title, summary=summary, items=[item], by=by, dedupe_key=key
    )
