"""`/approval-policies/`, `/delegations/`, `/approvals/`: the rules, and how they do."""

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from approvals import services
from approvals.api import rule_serializers as wire
from approvals.api.serializers import ProposalSerializer
from approvals.models import ApprovalPolicy, Delegation, Proposal
from approvals.registry import DECIDE, DECIDE_SYSTEM
from approvals.selectors import visible_to
from approvals.selectors.backtest import backtest, simulate
from approvals.selectors.calibration import calibrations
from approvals.selectors.metrics import queue_depths, reverts_per_mille, solo_approvals
from approvals.services import ForbiddenError
from core.api.views import ApiViewSet
from core.models import User

VERSIONS = OpenApiParameter(
    "versions", OpenApiTypes.BOOL, description="Earlier versions of the rules as well."
)


class PolicyViewSet(ApiViewSet):
    """The rules of approval; changing one is a proposal."""

    queryset = ApprovalPolicy.objects.none()
    serializer_class = wire.PolicySerializer
    lookup_field = "code"
    lookup_value_converter = "slug"
    orders = {"code": ("code", "-version", "id")}
    shapes = False

    @extend_schema(parameters=[VERSIONS])
    def list(self, request: Request) -> Response:
        """Return the rules in force."""
        rows = _readable(self.caller)
        if request.query_params.get("versions") != "true":
            rows = rows.filter(active=True)
        return self.get_paginated_response(
            wire.PolicySerializer(self.paginate_queryset(rows), many=True).data
        )

    def retrieve(self, request: Request, code: str) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the rule in force, the newest version where none is."""
        found = _readable(self.caller).filter(code=code).order_by("-active", "-version").first()
        if found is None:
            raise Http404
        return Response(wire.PolicySerializer(found).data)

    @extend_schema(request=wire.PolicyChangeSerializer, responses={201: ProposalSerializer})
    def create(self, request: Request) -> Response:
        """Propose a new version of a rule, or a new rule; the answer is the proposal."""
        values = _checked(wire.PolicyChangeSerializer, request)
        proposal = services.propose_policy(by=self.caller, **values)
        return Response(ProposalSerializer(proposal, context=self._context()).data, status=201)

    @extend_schema(request=wire.SimulationSerializer, responses=wire.SimulatedSerializer)
    @action(detail=False, methods=["post"])
    def simulate(self, request: Request) -> Response:
        """Return which rule governs a proposal and why, or what a candidate would have done."""
        values = _checked(wire.SimulationSerializer, request)
        _readable(self.caller)
        candidate = None
        if values["policy"] is not None:
            candidate = services.candidate_policy(values["policy"])
        if values["proposal"] is None:
            tested = backtest(candidate) if candidate else None
            return Response(wire.SimulatedSerializer({"backtest": tested}).data)
        row = visible_to(self.caller).filter(uid=values["proposal"]).first()
        if row is None:
            raise Http404
        return Response(wire.SimulatedSerializer({"governed": simulate(row, candidate)}).data)

    def _context(self) -> dict[str, Any]:
        return {**self.get_serializer_context()}


class DelegationViewSet(ApiViewSet):
    """Rights to decide that are lent: the caller's own, given and held."""

    queryset = Delegation.objects.none()
    serializer_class = wire.DelegationSerializer
    orders = {"-id": ("-id",)}
    shapes = False

    def list(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the delegations the caller gave or holds; all for those who run the house."""
        rows = self._rows()
        return self.get_paginated_response(
            wire.DelegationSerializer(self.paginate_queryset(rows), many=True).data
        )

    @extend_schema(request=wire.NewDelegationSerializer, responses={201: wire.DelegationSerializer})
    def create(self, request: Request) -> Response:
        """Let somebody else decide in the caller's place for a time."""
        values = _checked(wire.NewDelegationSerializer, request)
        delegation = services.delegate(by=self.caller, **values)
        return Response(wire.DelegationSerializer(delegation).data, status=201)

    @extend_schema(request=None, responses=wire.DelegationSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """End a delegation at once."""
        row = self._rows().filter(uid=uid).first()
        if row is None:
            raise Http404
        done = services.revoke_delegation(row, by=self.caller)
        return Response(wire.DelegationSerializer(done).data)

    def _rows(self) -> Any:
        rows = Delegation.objects.select_related("from_user", "to_user")
        if self.caller.has_perm(DECIDE_SYSTEM):
            return rows
        return rows.filter(from_user=self.caller) | rows.filter(to_user=self.caller)


class GovernanceViewSet(ApiViewSet):
    """How approvals are doing, and the switches of automatic approval."""

    queryset = Proposal.objects.none()
    serializer_class = wire.MetricsSerializer
    shapes = False

    @extend_schema(responses=wire.MetricsSerializer)
    @action(detail=False, methods=["get"], pagination_class=None)
    def metrics(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return depth and age of the queue, accepted shares by source and confidence."""
        _require_decider(self.caller)
        told = {
            "queue": queue_depths(),
            "sources": calibrations(),
            "reverts_per_mille": reverts_per_mille(),
            "solo_approvals": solo_approvals(),
        }
        return Response(wire.MetricsSerializer(told).data)

    @extend_schema(request=wire.SwitchSerializer, responses={201: wire.SwitchedSerializer})
    @action(detail=False, methods=["post"], url_path="auto-apply")
    def auto_apply(self, request: Request) -> Response:
        """Turn automatic approval of a source on or off, for a reason."""
        values = _checked(wire.SwitchSerializer, request)
        switch = services.switch_auto_apply(by=self.caller, **values)
        return Response(wire.SwitchedSerializer(switch).data, status=201)


def _readable(caller: User) -> Any:
    """Return the policies for those who decide or run the house; raises ForbiddenError."""
    if not caller.has_perm("approvals.view_approvalpolicy"):
        _require_decider(caller)
    return ApprovalPolicy.objects.order_by("code", "-version")


def _require_decider(caller: User) -> None:
    if caller.is_service or not (caller.has_perm(DECIDE) or caller.has_perm(DECIDE_SYSTEM)):
        raise ForbiddenError("this is for those who decide")


def _checked(kind: Any, request: Request) -> dict[str, Any]:
    serializer = kind(data=request.data)
    serializer.is_valid(raise_exception=True)
    values: dict[str, Any] = serializer.validated_data
    return values
