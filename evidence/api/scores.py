"""Scores, what they are made of, and how they moved."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from contacts.models import Contact, Household
from core.api.owned import readable_row
from core.api.views import Api
from core.models import User
from evidence.api.serializers import (
    ExplanationSerializer,
    ScoreSerializer,
    SnapshotsSerializer,
)
from evidence.choices import Component
from evidence.models import QDConfig, QDSnapshot
from evidence.querysets import PERCEPTION
from evidence.scoring import Score
from evidence.selectors import (
    account_members,
    active_config,
    evidence_by_uid,
    household_members,
    opportunity_members,
    score_of,
    score_of_group,
)
from opportunities.models import Opportunity

MOST = 500
LONGEST = 9  # digits of a version
ASKED = [
    OpenApiParameter("at", OpenApiTypes.DATETIME, description="As of when; now unless told."),
    OpenApiParameter("config", str, description="`qd-2`: by these weights, not those in force."),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """The moment and the weights a score is asked for."""

    at: datetime
    config: QDConfig

    @classmethod
    def of(cls, request: Request) -> "Asked":
        """Return what a request asks for; raises ValidationError."""
        at, name = request.query_params.get("at"), request.query_params.get("config")
        moment = serializers.DateTimeField().run_validation(at) if at else timezone.now()
        return cls(moment, _config(name) if name else active_config())


class _ScoreView(Api):
    """A view that scores one kind of subject at a moment, by the weights in force or others."""

    def scored(self, uid: UUID, asked: Asked) -> Score:
        """Return the score of a subject the caller may see; raises Http404."""
        raise NotImplementedError

    def summary(self, score: Score, asked: Asked) -> dict[str, Any]:
        """Return a score as it is shown to this caller."""
        shown = [
            {
                "component": name,
                "value": part.value,
                "coverage": part.coverage,
                "weight": part.weight,
            }
            for name, part in score.components.items()
            if name != Component.PERCEPTION or self.caller.has_perm(PERCEPTION)
        ]
        return {
            "label": settings.QD_LABEL,
            "value": score.value,
            "coverage": score.coverage,
            "band": score.band,
            "config": f"qd-{asked.config.version}",
            "as_of": asked.at,
            "components": shown,
        }


class ContactScoreView(_ScoreView):
    """The score of a client."""

    def scored(self, uid: UUID, asked: Asked) -> Score:
        """Return the score of a contact."""
        contact = readable_row(Contact.objects.visible_to(self.caller), Contact, uid)
        return score_of(contact, at=asked.at, config=asked.config)

    @extend_schema(operation_id="contact_qd", parameters=ASKED, responses=ScoreSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        """Return the score of a client, as of now unless told."""
        asked = Asked.of(request)
        return Response(self.summary(self.scored(uid, asked), asked))


class ContactExplainView(ContactScoreView):
    """The score of a client down to the evidence."""

    @extend_schema(
        operation_id="contact_qd_explain", parameters=ASKED, responses=ExplanationSerializer
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Return every sign with its weight, what is left of it, and the points it adds."""
        asked = Asked.of(request)
        score = self.scored(uid, asked)
        return Response(explained(score, self.summary(score, asked), asked.at, self.caller))


class ContactTimelineView(Api):
    """How the score of a client moved."""

    @extend_schema(operation_id="contact_qd_timeline", responses=SnapshotsSerializer)
    def get(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the snapshots; another configuration begins another series."""
        contact = readable_row(Contact.objects.visible_to(self.caller), Contact, uid)
        rows = QDSnapshot.objects.filter(contact=contact).select_related("config")
        hidden = () if self.caller.has_perm(PERCEPTION) else (Component.PERCEPTION,)
        results = [
            {
                "as_of": row.as_of,
                "config": f"qd-{row.config.version}",
                "value": row.value,
                "coverage": row.coverage,
                "components": {k: v for k, v in row.components.items() if k not in hidden},
                "top_evidence": row.top_evidence,
            }
            for row in rows.order_by("-as_of", "-id")[:MOST]
        ]
        return Response({"label": settings.QD_LABEL, "results": results})


class HouseholdScoreView(_ScoreView):
    """The score of a household: the union of its members' evidence."""

    def scored(self, uid: UUID, asked: Asked) -> Score:
        """Return the score of a household."""
        row = readable_row(Household.objects.visible_to(self.caller), Household, uid)
        members = household_members(row, asked.at.date())
        return score_of_group(members, at=asked.at, config=asked.config)

    @extend_schema(operation_id="household_qd", parameters=ASKED, responses=ScoreSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        """Return the score of a household, as of now unless told."""
        asked = Asked.of(request)
        return Response(self.summary(self.scored(uid, asked), asked))


class AccountScoreView(_ScoreView):
    """The score of an account: the union of the evidence of those who act for it."""

    def scored(self, uid: UUID, asked: Asked) -> Score:
        """Return the score of an account."""
        row = readable_row(Account.objects.visible_to(self.caller), Account, uid)
        members = account_members(row, asked.at.date())
        return score_of_group(members, at=asked.at, config=asked.config)

    @extend_schema(operation_id="account_qd", parameters=ASKED, responses=ScoreSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        """Return the score of an account, as of now unless told."""
        asked = Asked.of(request)
        return Response(self.summary(self.scored(uid, asked), asked))


class OpportunityScoreView(_ScoreView):
    """The score of a deal: the union of its parties' evidence."""

    def scored(self, uid: UUID, asked: Asked) -> Score:
        """Return the score of a deal."""
        row = readable_row(Opportunity.objects.visible_to(self.caller), Opportunity, uid)
        members = opportunity_members(row, asked.at.date())
        return score_of_group(members, opportunity=row, at=asked.at, config=asked.config)

    @extend_schema(operation_id="opportunity_qd", parameters=ASKED, responses=ScoreSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        """Return the score of a deal, as of now unless told."""
        asked = Asked.of(request)
        return Response(self.summary(self.scored(uid, asked), asked))


def explained(score: Score, whole: dict[str, Any], at: datetime, caller: User) -> dict[str, Any]:
    """Return a score with every sign behind it, the heaviest first.

    Signs of sensors stay out for those who may not see them; their points are `withheld`.
    """
    points = score.contributions()
    rows = evidence_by_uid(points)
    hidden = {
        key
        for key, row in rows.items()
        if row.type.component == Component.PERCEPTION and not caller.has_perm(PERCEPTION)
    }
    shown = sorted(set(points) - hidden, key=lambda key: (-abs(points[key]), key))
    return whole | {
        "start": score.value - sum(points.values()),
        "withheld": sum(points[key] for key in hidden),
        "contributions": [_contribution(rows[key], points[key], at) for key in shown],
    }


def _contribution(row: Any, points: float, at: datetime) -> dict[str, Any]:
    days = (at - row.occurred_at).total_seconds() / 86_400
    return {
        "uid": row.uid,
        "type": row.type.code,
        "producer": row.producer.code,
        "component": row.type.component,
        "occurred_at": row.occurred_at,
        "value": row.value,
        "weight": row.type.base_weight * row.producer.base_trust / 100 * row.confidence,
        "decay": 2 ** (-days / row.type.half_life_days),
        "points": points,
    }


def _config(name: str) -> QDConfig:
    version = name.removeprefix("qd-")
    known = version.isascii() and version.isdecimal() and len(version) < LONGEST
    found = QDConfig.objects.filter(version=int(version)).first() if known else None
    if found is None:
        raise ValidationError({"config": ["There are no such weights."]})
    return found
