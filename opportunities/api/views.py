"""`/opportunities/`, `/pipelines/`, `/site-visits/` and the interests of a contact."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from approvals.services import propose
from contacts.models import Contact
from core.api.nested import NestedViewSet
from core.api.owned import OwnedViewSet
from core.api.rows import RECENT, RowViewSet
from core.api.versions import etag, version_seen
from core.api.views import ApiViewSet
from core.services import VersionConflictError, save_canonical
from inventory.models import Unit
from opportunities import services
from opportunities.api import serializers as wire
from opportunities.api.proposed import DealProposedSerializer, proposed
from opportunities.filters import OpportunityFilterSet, VisitFilterSet
from opportunities.models import (
    Opportunity,
    OpportunityParty,
    Pipeline,
    PropertyInterest,
    PropertyMatch,
    SiteVisit,
    Stage,
    StageHistory,
    StageTransition,
)
from opportunities.selectors import moving

# what a deal refers to
DEAL = (
    "primary_contact", "account", "project", "unit", "stage__pipeline", "source", "owner__team",
    "team__lead", "team__parent",
)  # fmt: skip


class OpportunityViewSet(OwnedViewSet):
    """Deals."""

    model = Opportunity
    about = ("primary_contact", "account")
    queryset = Opportunity.objects.none()
    filterset_class = OpportunityFilterSet
    orders = {
        **RECENT,
        "-stage_entered_at": ("-stage_entered_at", "-id"),
        "stage_entered_at": ("stage_entered_at", "id"),
    }

    def get_serializer_class(self) -> Any:
        """Return the short form for lists."""
        lists = self.action == "list"
        return wire.OpportunityListSerializer if lists else wire.OpportunitySerializer

    def rows(self) -> "QuerySet[Any]":
        """Return all deals with what they refer to."""
        return Opportunity.objects.select_related(*DEAL)

    def add(self, values: dict[str, Any]) -> Opportunity:
        """Open a deal in the first stage of the default pipeline."""
        return services.create_opportunity(by=self.caller, **self.owned(values))

    def change(self, row: Opportunity, expected: int, values: dict[str, Any]) -> Opportunity:
        """Change a deal; its stage moves by `transition` alone."""
        return services.update_opportunity(row, by=self.caller, expected_version=expected, **values)

    @extend_schema(
        request=wire.MoveSerializer,
        responses={200: wire.OpportunitySerializer, 202: DealProposedSerializer},
    )
    @action(detail=True, methods=["post"])
    def transition(self, request: Request, uid: UUID) -> Response:
        """Move a deal to another stage.

        409 `illegal_transition` names the stages `allowed` and the fields `missing`; a move that
        has to be approved is answered 202 with its proposal.
        """
        asked = wire.MoveSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        deal = self.writable(uid)
        stage = _stage(deal, asked.validated_data["to"])
        reason, filled = asked.validated_data["reason"], self._filled(deal, asked)
        seen = version_seen(request)
        if self._must_propose(deal, stage):
            if filled:
                raise ValidationError({"fields": ["Change the deal first: this move is proposed."]})
            if seen is not None and seen != deal.version:
                raise VersionConflictError(deal, seen)
            return self._propose(deal, stage, reason)
        deal = services.move_stage(
            deal, to=stage, by=self.caller, reason=reason, expected_version=seen, **filled
        )
        return self.again(deal)

    @extend_schema(responses=wire.StageMoveSerializer(many=True))
    @action(
        detail=True,
        methods=["get"],
        url_path="stage-history",
        orders={"-entered_at": ("-entered_at", "-id")},
        filterset_class=None,
        shapes=False,
    )
    def stage_history(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the stages a deal passed, the latest first."""
        rows = StageHistory.objects.filter(opportunity=self.readable(uid))
        page = self.paginate_queryset(rows.select_related("from_stage", "to_stage", "by"))
        return self.get_paginated_response(wire.StageMoveSerializer(page, many=True).data)

    def _filled(self, deal: Opportunity, asked: Any) -> dict[str, Any]:
        """Return the values that come with a move, checked as a PATCH would check them."""
        given = asked.validated_data["fields"]
        if not given:
            return {}
        context = self.get_serializer_context()
        serializer = wire.OpportunitySerializer(deal, data=given, partial=True, context=context)
        serializer.is_valid(raise_exception=True)
        values: dict[str, Any] = serializer.validated_data
        return values

    def _must_propose(self, deal: Opportunity, stage: Stage) -> bool:
        move = StageTransition.objects.filter(from_stage=deal.stage, to_stage=stage).first()
        return bool(move and move.proposal_kind)

    def _propose(self, deal: Opportunity, stage: Stage, reason: str) -> Response:
        made = propose(by=self.caller, **moving(deal, stage, reason))
        return proposed(made, {"ETag": etag(deal)})


class PartyViewSet(NestedViewSet):
    """Who takes part in a deal."""

    parent_model = Opportunity
    queryset = OpportunityParty.objects.none()
    serializer_class = wire.PartySerializer

    def children(self, parent: Opportunity) -> "QuerySet[Any]":
        """Return the parts played by contacts and accounts the caller may see."""
        seen = Contact.objects.visible_to(self.caller)
        firms = Account.objects.visible_to(self.caller)
        shown = Q(contact__in=seen) | Q(contact=None, account__in=firms)
        rows = OpportunityParty.objects.filter(shown, opportunity=parent)
        return rows.select_related("contact", "account")

    def add(self, parent: Opportunity, values: dict[str, Any]) -> OpportunityParty:
        """Add a part."""
        return save_canonical(OpportunityParty(opportunity=parent, **values), by=self.caller)

    def change(
        self, row: OpportunityParty, expected: int, values: dict[str, Any]
    ) -> OpportunityParty:
        """Change a part."""
        for name, value in values.items():
            setattr(row, name, value)
        return save_canonical(row, by=self.caller, expected_version=expected)


class VisitViewSet(RowViewSet):
    """Site visits of the contacts the caller may see."""

    model = SiteVisit
    queryset = SiteVisit.objects.none()
    serializer_class = wire.VisitSerializer
    filterset_class = VisitFilterSet
    orders = {
        "-scheduled_at": ("-scheduled_at", "-id"),
        "scheduled_at": ("scheduled_at", "id"),
        **RECENT,
    }

    def rows(self) -> "QuerySet[Any]":
        """Return all visits with what they refer to."""
        return SiteVisit.objects.select_related(
            "contact", "opportunity", "project", "unit", "host__team", "partner"
        )

    def add(self, values: dict[str, Any]) -> SiteVisit:
        """Write down a visit."""
        return services.plan_visit(by=self.caller, **values)

    def change(self, row: SiteVisit, expected: int, values: dict[str, Any]) -> SiteVisit:
        """Change a visit."""
        return services.update_visit(row, by=self.caller, expected_version=expected, **values)


class ContactVisits(NestedViewSet):
    """The site visits of a contact."""

    parent_model = Contact
    queryset = SiteVisit.objects.none()
    serializer_class = wire.VisitSerializer
    orders = {"-scheduled_at": ("-scheduled_at", "-id")}

    def children(self, parent: Contact) -> "QuerySet[Any]":
        """Return the visits."""
        rows = SiteVisit.objects.filter(contact=parent)
        return rows.select_related(
            "contact", "opportunity", "project", "unit", "host__team", "partner"
        )


class AccountOpportunities(NestedViewSet):
    """The deals of an account."""

    parent_model = Account
    queryset = Opportunity.objects.none()
    serializer_class = wire.OpportunityListSerializer
    orders = RECENT

    def children(self, parent: Account) -> "QuerySet[Any]":
        """Return the deals the caller may see."""
        rows = Opportunity.objects.live().visible_to(self.caller).filter(account=parent)
        return rows.select_related(*DEAL)


class UnitInterested(ApiViewSet):
    """Who might buy a unit."""

    queryset = PropertyInterest.objects.none()
    serializer_class = wire.InterestedSerializer
    orders = {"-last_at": ("-last_at", "-id")}

    def list(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the open interests in a unit, in its type and in its project.

        Only of contacts the caller may see; `score` is how well the unit fits what was asked for.
        """
        unit = get_object_or_404(Unit, uid=uid)
        wanted = Q(unit=unit) | Q(project=unit.project_id)
        if unit.unit_type_id:
            wanted |= Q(unit_type=unit.unit_type_id)
        match = PropertyMatch.objects.filter(interest=OuterRef("pk"), unit=unit)
        rows = PropertyInterest.objects.visible_to(self.caller).filter(
            wanted | Exists(match), closed_at__isnull=True
        )
        rows = rows.annotate(score=Subquery(match.values("score")[:1]))
        return self.paged(rows.select_related("contact", "unit", "unit_type", "project"))


class InterestViewSet(NestedViewSet):
    """What a contact wants to buy."""

    parent_model = Contact
    queryset = PropertyInterest.objects.none()
    serializer_class = wire.InterestSerializer
    orders = {"-last_at": ("-last_at", "-id")}

    def children(self, parent: Contact) -> "QuerySet[Any]":
        """Return the interests, closed ones included."""
        rows = PropertyInterest.objects.filter(contact=parent)
        return rows.select_related("contact", "unit", "unit_type", "project")

    def add(self, parent: Contact, values: dict[str, Any]) -> PropertyInterest:
        """Write down an interest."""
        return save_canonical(PropertyInterest(contact=parent, **values), by=self.caller)

    def change(
        self, row: PropertyInterest, expected: int, values: dict[str, Any]
    ) -> PropertyInterest:
        """Change an interest."""
        for name, value in values.items():
            setattr(row, name, value)
        return save_canonical(row, by=self.caller, expected_version=expected)


class StageSerializer(serializers.ModelSerializer[Stage]):
    """A stage, with the codes of the stages a deal may move to from here."""

    moves_to = serializers.SerializerMethodField()

    class Meta:
        model = Stage
        fields = ["code", "name", "category", "order", "default_probability", "moves_to"]

    def get_moves_to(self, stage: Stage) -> list[str]:
        """Return the codes, in order."""
        moves = sorted(stage.moves_out.all(), key=lambda move: move.to_stage.order)
        return [move.to_stage.code for move in moves]


class PipelineSerializer(serializers.ModelSerializer[Pipeline]):
    """A way of selling, with its stages; `code` is its id."""

    stages = StageSerializer(many=True)

    class Meta:
        model = Pipeline
        fields = ["code", "name", "is_default", "active", "stages"]


class PipelineViewSet(ListModelMixin, ApiViewSet):
    """The pipelines and their stages."""

    queryset: "QuerySet[Pipeline]" = Pipeline.objects.prefetch_related(
        "stages__moves_out__to_stage"
    )
    serializer_class = PipelineSerializer
    orders = {"code": ("code",)}
    shapes = False


def _stage(deal: Opportunity, code: str) -> Stage:
    stage = Stage.objects.filter(pipeline=deal.stage.pipeline_id, code=code).first()
    if stage is None:
        raise ValidationError({"to": [f"The pipeline has no stage {code}."]})
    return stage
