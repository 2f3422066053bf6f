"""`/proposals/`: propose, read, decide."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from approvals import registry, services
from approvals.api import serializers as wire
from approvals.api.filters import ProposalFilterSet
from approvals.choices import ProposalState
from approvals.models import Proposal
from approvals.selectors import queue_for, visible_to
from approvals.selectors.showing import shown_items
from approvals.services import (
    EligibilityError,
    ForbiddenError,
    IllegalTransitionError,
    ItemDraft,
    ServiceMayNotApproveError,
)
from approvals.tasks import apply_when_committed
from core.api.strict import check_body
from core.api.views import ApiViewSet
from core.models import OwnedModel, SourceSystem, User

TO_APPROVE = OpenApiParameter(
    "to_approve", OpenApiTypes.BOOL, description="Only what waits for the caller's decision."
)
MINE = OpenApiParameter("mine", OpenApiTypes.BOOL, description="Only the caller's own.")
STANDING = (ProposalState.PENDING, ProposalState.CHANGES_REQUESTED)


class ProposalViewSet(ApiViewSet):
    """Proposals: those who decide read all, everybody else their own."""

    services_may_write = True  # to propose is what services may do; the decisions say no to them
    queryset = Proposal.objects.none()
    filterset_class = ProposalFilterSet
    orders = {"-submitted_at": ("-id",), "submitted_at": ("id",)}
    new_class = wire.NewProposalSerializer

    def get_serializer_class(self) -> Any:
        """Return the short form for lists."""
        return wire.ProposalListSerializer if self.action == "list" else wire.ProposalSerializer

    def get_queryset(self) -> "QuerySet[Proposal]":
        """Return the proposals the caller may read."""
        if getattr(self, "swagger_fake_view", False):
            return Proposal.objects.none()
        rows = visible_to(self.caller)
        asked = self.request.query_params
        if asked.get("mine") == "true":
            rows = rows.filter(proposer=self.caller)
        if asked.get("to_approve") == "true":
            rows = rows.filter(pk__in=queue_for(self.caller).order_by().values("pk"))
        return rows.select_related(
            "proposer", "on_behalf_of", "source", "reverts", "supersedes", "assignee", "policy"
        )

    @extend_schema(parameters=[TO_APPROVE, MINE])
    def list(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return one page of the proposals the caller may read."""
        return self.paged(self.filter_queryset(self.get_queryset()))

    @extend_schema(request=wire.NewProposalSerializer, responses={201: wire.ProposalSerializer})
    def create(self, request: Request) -> Response:
        """Propose a change: 201, 200 for one that is open already, 202 when a policy approves."""
        values = self.writing()
        source = _source(self.caller, values.pop("source"))
        values["depends_on"] = [self._of(uid) for uid in values["depends_on"]]
        for item in values["items"]:
            _require_visible(item, values["kind"], self.caller)
        newest = Proposal.objects.order_by("-id").values_list("id", flat=True).first() or 0
        write = services.draft if values.pop("draft") else services.propose
        proposal = write(by=self.caller, source=source, **values)
        known = proposal.pk <= newest
        if proposal.state == ProposalState.APPROVED and not known:
            apply_when_committed(proposal)
            return self._shown(proposal, status=202)
        response = self._shown(proposal, status=200 if known else 201)
        response["Location"] = f"{request.path}{proposal.uid}/"
        return response

    def retrieve(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return one proposal with its items."""
        return Response(self.reading(self._of(uid)).data)

    @extend_schema(responses=wire.ItemDiffSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None, shapes=False)
    def diff(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return every field as the author saw it, as it is and as it shall be."""
        items = shown_items(self._of(uid), by=self.caller)
        return Response(wire.ItemDiffSerializer(items, many=True).data)

    @extend_schema(responses=wire.EventSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None, shapes=False)
    def events(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return what happened to the proposal, in order."""
        rows = self._of(uid).events.select_related("actor", "on_behalf_of").order_by("seq")
        return Response(wire.EventSerializer(rows, many=True).data)

    @extend_schema(request=wire.ApprovalSerializer, responses=wire.ProposalSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, uid: UUID) -> Response:
        """Approve the revision and content the caller looked at."""
        values = _checked(wire.ApprovalSerializer, request)
        proposal = services.approve(self._of(uid), by=self.caller, **values)
        if proposal.state == ProposalState.APPROVED:
            apply_when_committed(proposal)
        return self._shown(proposal)

    @extend_schema(request=wire.RejectionSerializer, responses=wire.ProposalSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, uid: UUID) -> Response:
        """Reject it, or some of its items, for a reason."""
        values = _checked(wire.RejectionSerializer, request)
        values["items"] = values.pop("item_decisions")
        return self._shown(services.reject(self._of(uid), by=self.caller, **values))

    @extend_schema(request=wire.StandingDecisionSerializer, responses=wire.ProposalSerializer)
    @action(detail=True, methods=["post"], url_path="request-changes")
    def request_changes(self, request: Request, uid: UUID) -> Response:
        """Send it back to its author, for a reason."""
        values = _checked(wire.StandingDecisionSerializer, request)
        return self._shown(services.request_changes(self._of(uid), by=self.caller, **values))

    @extend_schema(request=wire.WithdrawalSerializer, responses=wire.ProposalSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, uid: UUID) -> Response:
        """Take it back."""
        values = _checked(wire.WithdrawalSerializer, request)
        return self._shown(services.withdraw(self._of(uid), by=self.caller, **values))

    @extend_schema(request=wire.RemarkSerializer, responses={201: wire.EventSerializer})
    @action(detail=True, methods=["post"])
    def comment(self, request: Request, uid: UUID) -> Response:
        """Add a remark."""
        values = _checked(wire.RemarkSerializer, request)
        event = services.comment(self._of(uid), by=self.caller, **values)
        return Response(wire.EventSerializer(event).data, status=201)

    @extend_schema(request=None, responses=wire.ProposalSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Put a draft before the people who may decide."""
        proposal = services.submit(self._of(uid), by=self.caller)
        if proposal.state == ProposalState.APPROVED:
            apply_when_committed(proposal)
        return self._shown(proposal)

    @extend_schema(request=wire.EditSerializer, responses=wire.ProposalSerializer)
    @action(detail=True, methods=["post"])
    def edit(self, request: Request, uid: UUID) -> Response:
        """Replace the items: a new revision, and earlier approvals are void."""
        values = _checked(wire.EditSerializer, request)
        proposal = self._of(uid)
        for draft in values["items"]:
            _require_visible(draft, proposal.kind, self.caller)
        return self._shown(services.edit(proposal, by=self.caller, **values))

    @extend_schema(request=wire.AssignmentSerializer, responses=wire.ProposalSerializer)
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, uid: UUID) -> Response:
        """Name the person who is to decide."""
        values = _checked(wire.AssignmentSerializer, request)
        return self._shown(services.assign(self._of(uid), by=self.caller, **values))

    @extend_schema(responses=wire.PreviewSerializer)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None, shapes=False)
    def preview(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return what applying would do, tried in a transaction that is rolled back."""
        found = services.preview(self._of(uid), by=self.caller)
        return Response(wire.PreviewSerializer(found).data)

    @extend_schema(request=None, responses={202: wire.ProposalSerializer})
    @action(detail=True, methods=["post"])
    def apply(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Have the worker apply what is approved."""
        return self._started(uid, ProposalState.APPROVED)

    @extend_schema(request=None, responses={202: wire.ProposalSerializer})
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Have the worker try again what failed for a passing reason."""
        return self._started(uid, ProposalState.FAILED)

    @extend_schema(request=None, responses={201: wire.ProposalSerializer})
    @action(detail=True, methods=["post"])
    def revert(self, request: Request, uid: UUID) -> Response:
        """Propose to undo what was applied; the answer is that new proposal."""
        if self.caller.is_service:
            raise ForbiddenError("services do not undo what people decided")
        proposal = services.revert(self._of(uid), by=self.caller)
        response = self._shown(proposal, status=201)
        response["Location"] = f"{request.path.partition(str(uid))[0]}{proposal.uid}/"
        return response

    @extend_schema(request=wire.BatchSerializer, responses=wire.DecisionsSerializer)
    @action(detail=False, methods=["post"], url_path="batch-decide")
    def batch_decide(self, request: Request) -> Response:
        """Decide about many at once, each for itself: the answer names what came of each."""
        values = _checked(wire.BatchSerializer, request)
        choices = [services.Choice(**each) for each in values.pop("proposals")]
        outcomes = services.batch_decide(choices, by=self.caller, **values)
        for each in outcomes:
            if each.proposal is not None and each.proposal.state == ProposalState.APPROVED:
                apply_when_committed(each.proposal)
        return Response(wire.DecisionsSerializer({"results": outcomes}).data)

    def handle_exception(self, exc: Exception) -> Response:
        """Return the answer; a refused decision is on record though its transaction is not."""
        in_transaction = self._claimed is not None
        response = super().handle_exception(exc)
        uid = self.kwargs.get("uid")
        if isinstance(exc, EligibilityError) and in_transaction and uid:
            services.audit_refusal(self._of(uid), exc, by=self.caller)
        return response

    def _started(self, uid: UUID, wanted: str) -> Response:
        """Start the worker on a proposal in this state; people alone apply."""
        proposal = self._of(uid)
        if self.caller.is_service:
            raise ServiceMayNotApproveError("services do not apply")
        if not self.caller.has_perms(proposal.permissions):
            raise ForbiddenError("those who may decide it start it")
        if proposal.state != wanted or (proposal.state == "failed" and not proposal.transient):
            raise IllegalTransitionError(f"it is {proposal.get_state_display().lower()}")
        apply_when_committed(proposal)
        return self._shown(proposal, status=202)

    def _of(self, uid: UUID) -> Proposal:
        proposal = self.get_queryset().filter(uid=uid).first()
        if proposal is None:
            raise Http404
        return proposal

    def _shown(self, proposal: Proposal, *, status: int = 200) -> Response:
        return Response(self.reading(self._of(proposal.uid)).data, status=status)


def _checked(kind: Any, request: Request) -> dict[str, Any]:
    serializer = kind(data=request.data)
    check_body(serializer, request.data)
    serializer.is_valid(raise_exception=True)
    values: dict[str, Any] = serializer.validated_data
    return values


def _source(caller: User, code: str) -> SourceSystem | None:
    """Return the source the caller speaks for; its trust decides, so it must be the caller's own.

    A service that names none speaks for the one it owns.
    """
    own = SourceSystem.objects.filter(owner=caller, active=True)
    if not code:
        return own.first() if caller.is_service else None
    source = own.filter(code=code).first()
    if source is None:
        raise ForbiddenError(f"the source {code} is not yours to speak for")
    return source


def _require_visible(draft: ItemDraft, kind: str, caller: User) -> None:
    """Raise Http404 for a target the caller may not know of."""
    model = registry.get(draft.kind or kind).model
    if draft.target_uid is None or model is None or not issubclass(model, OwnedModel):
        return
    if not model.objects.visible_to(caller).filter(uid=draft.target_uid).exists():
        raise Http404
