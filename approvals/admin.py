"""Governance in the admin: a window; decisions are made in the review queue."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter

from approvals.models import ApprovalEvent, ApprovalPolicy, Proposal, ProposalItem
from approvals.selectors import visible_to
from core.admin import ReadOnlyAdmin, ReadOnlyInline, badge, person, when

STATES = {
    "pending": "info",
    "approved": "success",
    "applied": "success",
    "partially_applied": "warning",
    "changes_requested": "warning",
    "conflict": "danger",
    "failed": "danger",
    "rejected": "danger",
}
RISKS = {1: "info", 2: "info", 3: "warning", 4: "danger"}


class ItemInline(ReadOnlyInline):
    """What is proposed."""

    model = ProposalItem
    tab = True
    fields = ("revision", "seq", "op", "target_type", "target_uid", "decision", "apply_state")
    ordering = ("-revision", "seq")


class EventInline(ReadOnlyInline):
    """What happened to it."""

    model = ApprovalEvent
    tab = True
    fields = ("seq", "type", "actor", "reason", "revision", "at")
    ordering = ("-seq",)


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    """Proposals of every state."""

    list_display = (
        "title",
        "kind",
        badge("state", "State", STATES),
        badge("risk", "Risk", RISKS),
        "proposer",
        "source",
        "confidence",
        when("submitted_at", "Submitted"),
        when("expires_at", "Due"),
    )
    list_select_related = ("proposer", "source")
    list_filter = (
        ("state", ChoicesDropdownFilter),
        ("risk", ChoicesDropdownFilter),
        ("source", RelatedDropdownFilter),
    )
    search_fields = ("title", "uid__exact")
    inlines = (ItemInline, EventInline)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the proposals this person may read."""
        seen = visible_to(person(request))
        return super().get_queryset(request).filter(pk__in=seen.values("pk"))


class OfProposalAdmin(ReadOnlyAdmin):
    """Rows that belong to proposals."""

    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the rows of the proposals this person may read."""
        seen = visible_to(person(request))
        return super().get_queryset(request).filter(proposal__in=seen.values("pk"))


@admin.register(ProposalItem)
class ProposalItemAdmin(OfProposalAdmin):
    """Single changes."""

    list_display = (
        "__str__",
        "proposal",
        "revision",
        "decision",
        badge("apply_state", "Outcome", {"applied": "success", "conflict": "danger"}),
    )
    list_select_related = ("proposal",)
    list_filter = (("op", ChoicesDropdownFilter), ("apply_state", ChoicesDropdownFilter))
    search_fields = ("target_uid__exact",)


@admin.register(ApprovalEvent)
class ApprovalEventAdmin(OfProposalAdmin):
    """Every step of every proposal."""

    list_display = (when("at", "At"), "type", "proposal", "actor", "reason", "revision")
    list_display_links = ("type",)
    list_select_related = ("proposal", "actor")
    list_filter = (("type", ChoicesDropdownFilter),)
    search_fields = ("proposal__uid__exact",)


@admin.register(ApprovalPolicy)
class ApprovalPolicyAdmin(ReadOnlyAdmin):
    """The rules in force and those they replaced; changing one is a proposal."""

    house_only = True
    list_display = (
        "name",
        "kinds",
        "decision",
        badge("risk", "Risk", RISKS),
        "required_approvals",
        "approver_roles",
        "version",
        "active",
    )
    list_filter = (("decision", ChoicesDropdownFilter), "active")
    search_fields = ("code", "name")
