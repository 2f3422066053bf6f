"""Signs: read, taken in and withdrawn; and whom a session was about."""

from contextlib import suppress
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import APIException, PermissionDenied, ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from approvals.services import ApprovalError, ItemDraft, propose
from contacts.models import Contact
from core.api.owned import writable_row
from core.api.scopes import names
from core.api.views import Api, ApiViewSet
from core.models import User
from core.querysets import SEES_EVERYTHING
from core.selectors.people import runs_the_house
from evidence.api.serializers import (
    EvidenceSerializer,
    IntakeSchemaSerializer,
    IntakeSerializer,
    LinkedSerializer,
    LinkSerializer,
    SignOutcomesSerializer,
    WithdrawnSerializer,
    WithdrawSerializer,
)
from evidence.choices import EvidenceState
from evidence.filters import EvidenceFilterSet, QuarantineFilterSet
from evidence.models import Evidence
from evidence.services import link_session, take_in, unspoken, withdraw_evidence

ADD, CHANGE, VIEW = (f"evidence.{verb}_evidence" for verb in ("add", "change", "view"))
LINK = "evidence.link_session"
RESOLVE = "contacts:resolve"


class EvidenceViewSet(ApiViewSet):
    """Signs of the contacts the caller may see; a producer's own service sends them."""

    queryset = Evidence.objects.none()
    serializer_class = EvidenceSerializer
    filterset_class = EvidenceFilterSet
    orders = {"-received_at": ("-id",), "-occurred_at": ("-occurred_at", "-id")}
    shapes = False
    services_may_write = True

    def write_permission(self) -> str:
        """Return the permission to add evidence."""
        return ADD

    def check_permissions(self, request: Request) -> None:
        """Let in to read whom the page lets in; raises PermissionDenied."""
        super().check_permissions(request)
        reads = request.method in SAFE_METHODS
        if reads and not (self.caller.has_perm(VIEW) or runs_the_house(self.caller)):
            raise PermissionDenied

    def get_queryset(self) -> "QuerySet[Evidence]":
        """Return the signs the caller may see."""
        rows = Evidence.objects.select_related("contact", "type", "producer")
        return rows.visible_to(self.caller)

    @extend_schema(operation_id="evidence_list")
    def list(self, _request: Request) -> Response:
        """Return the signs, those that came in last first."""
        return self.paged(self.filter_queryset(self.get_queryset()))

    @extend_schema(operation_id="evidence_retrieve")
    def retrieve(self, _request: Request, uid: UUID) -> Response:
        """Return one sign."""
        return Response(self.reading(get_object_or_404(self.get_queryset(), uid=uid)).data)

    @extend_schema(
        operation_id="evidence_take_in",
        request=IntakeSchemaSerializer,
        responses=SignOutcomesSerializer,
    )
    def create(self, request: Request) -> Response:
        """Keep the signs and return what became of each; a repeat changes nothing."""
        sent = IntakeSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        outcomes = take_in(sent.validated_data["items"], by=self.caller)
        if not _is_told(request, self.caller):
            outcomes = [unspoken(outcome) for outcome in outcomes]
        return Response({"results": [asdict(outcome) for outcome in outcomes]})


class QuarantineViewSet(EvidenceViewSet):
    """Signs that do not count yet: without a consent, a contact or a kind."""

    filterset_class = QuarantineFilterSet

    def get_queryset(self) -> "QuerySet[Evidence]":
        """Return those the caller may see; whose is not known, only who sees everything."""
        return super().get_queryset().filter(state=EvidenceState.QUARANTINED)

    @extend_schema(operation_id="evidence_quarantine")
    def list(self, _request: Request) -> Response:
        """Return the signs that wait, with the reason, those that came in last first."""
        return self.paged(self.filter_queryset(self.get_queryset()))


class WithdrawView(Api):
    """Evidence that turned out wrong."""

    services_may_write = True

    def write_permission(self) -> str | None:
        """Return the permission to change evidence; a service may take back its own."""
        return ADD if self.caller.is_service else CHANGE

    @extend_schema(
        operation_id="evidence_withdraw", request=WithdrawSerializer, responses=WithdrawnSerializer
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Stop counting a sign; it stays on record."""
        asked = WithdrawSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        row = get_object_or_404(_of_caller(self.caller), uid=uid)
        withdraw_evidence(row, by=self.caller, reason=asked.validated_data["reason"])
        return Response({"uid": row.uid, "state": row.state})


class LinkSessionView(Api):
    """Sessions of sensors, and the people they turn out to be about."""

    services_may_write = True

    def write_permission(self) -> str | None:
        """Return the permission to change evidence; what a service says becomes a proposal."""
        return ADD if self.caller.is_service else CHANGE

    @extend_schema(
        operation_id="evidence_link_session", request=LinkSerializer, responses=LinkedSerializer
    )
    def post(self, request: Request) -> Response:
        """Link a session to a contact; unless a person is sure, this becomes a proposal."""
        asked = LinkSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        if not Evidence.objects.filter(session_ref=values["session_ref"]).exists():
            raise ValidationError({"session_ref": ["No sign of this session is here."]})
        if self.caller.is_service and not _is_told(request, self.caller):
            with suppress(Http404, APIException, ApprovalError):
                _proposed(values, self._named(values), self.caller)
            return Response({"linked": 0, "proposal": None}, status=202)
        contact = self._named(values)
        if self.caller.is_service or values["confidence"] < 1:
            proposal = _proposed(values, contact, self.caller)
            return Response({"linked": 0, "proposal": proposal.uid}, status=202)
        linked = link_session(values["session_ref"], contact, by=self.caller)
        return Response({"linked": linked, "proposal": None})

    def _named(self, values: dict[str, Any]) -> Contact:
        """Return the contact a caller names: a service knows a uid or it does not."""
        rows = Contact.objects.all()
        if not self.caller.is_service:
            rows = rows.visible_to(self.caller)
        row: Contact = writable_row(rows, Contact, values["contact"])
        return row


def _is_told(request: Request, caller: User) -> bool:
    """Return whether an answer may tell that somebody is known.

    A machine has to name the scope that resolves people; a person has to see all of them.
    """
    return names(request, RESOLVE) if caller.is_service else caller.has_perm(SEES_EVERYTHING)


def _of_caller(caller: User) -> Any:
    rows = Evidence.objects.select_related("contact", "producer", "type")
    if caller.is_service:
        return rows.filter(producer__owner=caller)
    if not caller.has_perm(SEES_EVERYTHING) and not caller.is_superuser:
        return rows.filter(contact__in=Contact.objects.visible_to(caller))
    return rows


def _proposed(values: dict[str, Any], contact: Contact, caller: User) -> Any:
    if not caller.has_perm(ADD):
        raise PermissionDenied
    return propose(
        kind=LINK,
        title=f"Session {values['session_ref']} was of {contact}",
        items=[
            ItemDraft(
                op="link",
                target_type="contact",
                target_uid=contact.uid,
                after={"session_ref": values["session_ref"]},
            )
        ],
        by=caller,
        confidence=values["confidence"],
        dedupe_key=f"{LINK}:{values['session_ref']}:{contact.uid}",
    )
