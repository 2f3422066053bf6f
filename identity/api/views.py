"""Duplicates, why and how; merges, unmerges and verdicts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from approvals.models import Proposal
from contacts.models import Contact
from core.api.owned import readable_row, writable_row
from core.api.views import Api
from identity.api import serializers as wire
from identity.choices import CandidateStatus
from identity.models import MatchCandidate, MergeOperation
from identity.selectors.evidence import candidate_of, shared_points, told_apart, verdict_of
from identity.selectors.forming import operations_of, values_of
from identity.selectors.obstacles import blockers, warnings
from identity.selectors.queue import may_review
from identity.services.explaining import reasons_between
from identity.services.merging import Order, preview, survivor_first
from identity.services.proposing import propose_merge, propose_unmerge
from identity.services.searching import candidates_of
from identity.services.verdicts import say

HIDDEN = (CandidateStatus.MERGED, CandidateStatus.SUPERSEDED)
PROPOSED = {200: wire.ProposedMergeSerializer, 201: wire.ProposedMergeSerializer}


class IdentityView(Api):
    """What every view of identity does to find people."""

    def visible(self) -> Any:
        """Return the people the caller may know of."""
        return Contact.objects.visible_to(self.caller)

    def person(self, uid: UUID) -> Contact:
        """Return a person or who they were merged into; raises Http404."""
        found: Contact = readable_row(self.visible(), Contact, uid)
        return found

    def standing(self, uid: UUID) -> Contact:
        """Return a person to write to; raises MergedError for a merged one."""
        found: Contact = writable_row(self.visible(), Contact, uid)
        return found


class DuplicatesView(IdentityView):
    """Who may be the same person as this one."""

    @extend_schema(
        operation_id="contacts_duplicates", responses=wire.DuplicateSerializer(many=True)
    )
    def get(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the candidates, the likeliest first, decided ones with their status."""
        contact = self.person(uid)
        pairs = MatchCandidate.objects.filter(Q(left=contact) | Q(right=contact))
        seen = self.visible().in_bulk([_other(pair, contact) for pair in pairs])
        rows = [
            {
                "uid": seen[_other(pair, contact)].uid,
                "full_name": seen[_other(pair, contact)].full_name,
                "score": float(pair.score),
                "key": str(pair.features.get("key", "")),
                "status": pair.status,
            }
            for pair in pairs.exclude(status__in=HIDDEN).order_by("-score", "id")
            if _other(pair, contact) in seen
        ]
        rows += self._likely(contact, {pair["uid"] for pair in rows})
        return Response(wire.DuplicateSerializer(rows, many=True).data)

    def _likely(self, contact: Contact, known: set[UUID]) -> list[dict[str, Any]]:
        """Return whom the model finds now, no scan has stored and nobody told apart."""
        found = {each.contact_id: each.score for each in candidates_of(contact.pk)}
        seen = self.visible().filter(pk__in=found.keys() - told_apart(contact))
        seen = seen.exclude(uid__in=known)
        return [
            {
                "uid": person.uid,
                "full_name": person.full_name,
                "score": found[person.pk].probability,
                "key": found[person.pk].key,
                "status": "found",
            }
            for person in sorted(seen, key=lambda each: -found[each.pk].probability)
        ]


class WhyView(IdentityView):
    """Why two people may be one, and why not."""

    @extend_schema(operation_id="contacts_why", responses=wire.WhySerializer)
    def get(self, request: Request, uid: UUID, other: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the evidence, what a person said, what blocks a merge and what to know before."""
        left, right = self.person(uid), self.person(other)
        if left.pk == right.pk:
            raise Http404
        pair, verdict = candidate_of(left, right), verdict_of(left, right)
        stays, *others = survivor_first([left, right])
        told = {
            "score": float(pair.score) if pair else None,
            "evidence": reasons_between(left, right, pair.features if pair else {}),
            "shared": shared_points(left, right),
            "verdict": verdict
            and {
                "verdict": verdict.verdict,
                "reason": verdict.reason,
                "by": verdict.by.username,
                "at": verdict.at,
            },
            "blockers": blockers([stays, *others]),
            "warnings": warnings(stays, others),
        }
        return Response(wire.WhySerializer(told).data)


class HowView(IdentityView):
    """How a person was formed."""

    @extend_schema(operation_id="contacts_how", responses=wire.HowSerializer)
    def get(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the merges and splits that made a person and where every value comes from."""
        contact = self.person(uid)
        told = {"operations": operations_of(contact), "values": values_of(contact, by=self.caller)}
        return Response(wire.HowSerializer(told).data)


class MergePreviewView(IdentityView):
    """What a merge would do."""

    takes_key = False

    @extend_schema(
        operation_id="merges_preview",
        request=wire.MergeSerializer,
        responses=wire.MergePreviewSerializer,
    )
    def post(self, request: Request) -> Response:
        """Return the rows that would move and the values that would stand; nothing is written."""
        if not may_review(self.caller):
            raise PermissionDenied
        order, _ = _order(self, request)
        return Response(wire.MergePreviewSerializer(preview(order, by=self.caller)).data)


class MergesView(IdentityView):
    """Merges, proposed."""

    services_may_write = True  # it only proposes
    scope = "proposals:write"

    @extend_schema(
        operation_id="merges_create",
        request=wire.MergeSerializer,
        responses=PROPOSED,
    )
    def post(self, request: Request) -> Response:
        """Propose a merge; a second person approves it. 200 when the same waits already.

        409 `blocked` names what speaks against it; `override_blockers` with a reason asks for two
        approvals then. 409 `merged` or `party_gone` when somebody was merged already.
        """
        order, reason = _order(self, request)
        return proposed(lambda: propose_merge(order, by=self.caller, reason=reason))


class UnmergesView(IdentityView):
    """Unmerges, proposed."""

    services_may_write = True  # it only proposes
    scope = "proposals:write"

    @extend_schema(
        operation_id="unmerges_create",
        request=wire.UnmergeSerializer,
        responses=PROPOSED,
    )
    def post(self, request: Request) -> Response:
        """Propose to undo a merge; a second person approves it. 200 when the same waits already."""
        given = wire.UnmergeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        operation = MergeOperation.objects.filter(uid=given.validated_data["operation"]).first()
        if operation is None or not self.visible().filter(pk=operation.survivor_id).exists():
            raise Http404
        reason = given.validated_data["reason"]
        return proposed(lambda: propose_unmerge(operation, by=self.caller, reason=reason))


class PairVerdictsView(IdentityView):
    """What people say of pairs; matching never overrules it."""

    @extend_schema(
        operation_id="pair_verdicts_create",
        request=wire.NewVerdictSerializer,
        responses={201: wire.PairVerdictSerializer},
    )
    def post(self, request: Request) -> Response:
        """Remember for ever whether two people are one."""
        if not may_review(self.caller):
            raise PermissionDenied
        given = wire.NewVerdictSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        left = self.standing(given.validated_data["left"])
        right = self.standing(given.validated_data["right"])
        said, reason = given.validated_data["verdict"], given.validated_data["reason"]
        row = say(left, right, said, by=self.caller, reason=reason)
        told = {"verdict": row.verdict, "reason": row.reason, "by": row.by.username, "at": row.at}
        return Response(wire.PairVerdictSerializer(told).data, status=201)


def _other(pair: MatchCandidate, contact: Contact) -> int:
    return pair.right_id if pair.left_id == contact.pk else pair.left_id


def _order(view: IdentityView, request: Request) -> tuple[Order, str]:
    given = wire.MergeSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    values = given.validated_data
    wanted = dict.fromkeys([values.get("survivor"), *values["contacts"]])
    people = [view.standing(uid) for uid in wanted if uid]
    if not values.get("survivor"):
        people = survivor_first(people)
    order = Order(
        survivor=people[0],
        losers=people[1:],
        choices=values["choices"],
        override=values["override_blockers"],
    )
    return order, values["reason"]


def proposed(propose: Callable[[], Proposal]) -> Response:
    """Propose and return the answer: 201, or 200 for what waited already."""
    newest = Proposal.objects.order_by("-id").values_list("id", flat=True).first() or 0
    proposal = propose()
    headers = {"Location": f"/api/v1/proposals/{proposal.uid}/"}
    status = 201 if proposal.pk > newest else 200
    return Response(wire.ProposedMergeSerializer(proposal).data, status=status, headers=headers)
