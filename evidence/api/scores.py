"""Scores, what they are made of, and how they moved."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
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
from evidence.models import QDSnapshot
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
PERCEPTION = "evidence.view_perception"


class _ScoreView(Api):
    """A view that scores one kind of subject at this moment."""

    def scored(self, uid: UUID, at: datetime) -> Score:
        """Return the score of a subject the caller may see; raises Http404."""
        raise NotImplementedError

    def summary(self, score: Score, at: datetime) -> dict[str, Any]:
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
            "config": f"qd-{active_config().version}",
            "as_of": at,
            "components": shown,
        }


class ContactScoreView(_ScoreView):
    """The score of a client."""

    def scored(self, uid: UUID, at: datetime) -> Score:
        """Return the score of a contact."""
        return score_of(readable_row(Contact.objects.visible_to(self.caller), Contact, uid), at=at)

    @extend_schema(operation_id="contact_qd", responses=ScoreSerializer)
    def get(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the score of a client as of now."""
        at = timezone.now()
        return Response(self.summary(self.scored(uid, at), at))


class ContactExplainView(ContactScoreView):
    """The score of a client down to the evidence."""

    @extend_schema(operation_id="contact_qd_explain", responses=ExplanationSerializer)
    def get(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return every sign with its weight, what is left of it, and the points it adds."""
        at = timezone.now()
        return Response(explained(self.scored(uid, at), self.summary, at, self.caller))


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

    def scored(self, uid: UUID, at: datetime) -> Score:
        """Return the score of a household."""
        row = readable_row(Household.objects.visible_to(self.caller), Household, uid)
        return score_of_group(household_members(row, at.date()), at=at)

    @extend_schema(operation_id="household_qd", responses=ScoreSerializer)
    def get(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the score of a household as of now."""
        at = timezone.now()
        return Response(self.summary(self.scored(uid, at), at))


class AccountScoreView(_ScoreView):
    """The score of an account: the union of the evidence of those who act for it."""

    def scored(self, uid: UUID, at: datetime) -> Score:
        """Return the score of an account."""
        row = readable_row(Account.objects.visible_to(self.caller), Account, uid)
        return score_of_group(account_members(row, at.date()), at=at)

    @extend_schema(operation_id="account_qd", responses=ScoreSerializer)
    def get(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the score of an account as of now."""
        at = timezone.now()
        return Response(self.summary(self.scored(uid, at), at))


class OpportunityScoreView(_ScoreView):
    """The score of a deal: the union of its parties' evidence."""

    def scored(self, uid: UUID, at: datetime) -> Score:
        """Return the score of a deal."""
        row = readable_row(Opportunity.objects.visible_to(self.caller), Opportunity, uid)
        return score_of_group(opportunity_members(row, at.date()), opportunity=row, at=at)

    @extend_schema(operation_id="opportunity_qd", responses=ScoreSerializer)
    def get(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the score of a deal as of now."""
        at = timezone.now()
        return Response(self.summary(self.scored(uid, at), at))


def explained(score: Score, summary: Any, at: datetime, caller: User) -> dict[str, Any]:
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
    whole: dict[str, Any] = summary(score, at)
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
