"""Governance in the admin: a window, and approval of what may be approved by the dozen."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldBooleanWidget

from approvals import services
from approvals.choices import ProposalState
from approvals.models import (
    ApprovalEvent,
    ApprovalPolicy,
    AutoApplySwitch,
    Delegation,
    ExclusiveKey,
    Proposal,
    ProposalItem,
    RejectedValue,
)
from approvals.selectors import visible_to
from approvals.selectors.veiling import veil
from approvals.services.batching import MOST
from approvals.services.sensitivity import NAMES, propose_sensitivity
from approvals.tasks import apply_when_committed
from approvals.templatetags.review import RISK_TONES
from core.admin import AuditedAdmin, ReadOnlyAdmin, ReadOnlyInline, badge, person, when
from core.models import SensitiveField

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
UNFOLD = {"blue": "info", "amber": "warning", "red": "danger"}  # the colours of pages, to Unfold
RISKS = {risk: UNFOLD.get(tone, "") for risk, tone in RISK_TONES.items()}


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
        "solo",
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
    actions = ("approve_selected",)

    @admin.action(description="Approve selected proposals")
    def approve_selected(self, request: HttpRequest, rows: "QuerySet[Proposal]") -> None:
        """Approve each row as it stands, as the review page would; the rest is told one by one."""
        choices = [services.Choice(row.uid, row.revision, row.content_hash) for row in rows[:MOST]]
        outcomes = services.batch_decide(choices, decision="approve", by=person(request))
        titles = {row.uid: row.title for row in rows}
        for each in outcomes:
            done = each.proposal is not None
            if each.proposal is not None and each.proposal.state == ProposalState.APPROVED:
                apply_when_committed(each.proposal)
            words = f"{titles[each.uid]}: {each.outcome} {each.detail}".strip()
            self.message_user(request, words, messages.SUCCESS if done else messages.ERROR)

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

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> ProposalItem | None:
        """Return the item with masks in the place of what this person does not see."""
        item: ProposalItem | None = super().get_object(request, object_id, from_field)
        if item is not None:
            veil(item, person(request))
        return item


@admin.register(ApprovalEvent)
class ApprovalEventAdmin(OfProposalAdmin):
    """Every step of every proposal."""

    list_display = (when("at", "At"), "type", "proposal", "actor", "reason", "revision")
    list_display_links = ("type",)
    list_select_related = ("proposal", "actor")
    list_filter = (("type", ChoicesDropdownFilter),)
    search_fields = ("proposal__uid__exact",)


@admin.register(ExclusiveKey)
class ExclusiveKeyAdmin(OfProposalAdmin):
    """Records one open proposal holds alone."""

    list_display = ("key", "proposal", when("at", "Since"))
    list_select_related = ("proposal",)
    search_fields = ("key",)


@admin.register(RejectedValue)
class RejectedValueAdmin(OfProposalAdmin):
    """What people turned down, by field."""

    list_display = (
        "field",
        "target_type",
        "producer",
        "reason_code",
        "rejected_by",
        when("at", "At"),
    )
    list_select_related = ("rejected_by",)
    list_filter = (("reason_code", ChoicesDropdownFilter),)
    search_fields = ("target_uid__exact", "producer")


@admin.register(AutoApplySwitch)
class AutoApplySwitchAdmin(ReadOnlyAdmin):
    """Sources that lost or regained automatic approval."""

    house_only = True
    list_display = ("source", "on", "reason", "accepted", "decided", "by", when("at", "At"))
    list_select_related = ("source", "by")
    list_filter = (("source", RelatedDropdownFilter), "on")


@admin.register(Delegation)
class DelegationAdmin(ReadOnlyAdmin):
    """Who decides in whose place."""

    house_only = True
    list_display = (
        "from_user",
        "to_user",
        "kinds",
        when("starts_at", "From"),
        when("ends_at", "Until"),
        when("revoked_at", "Revoked"),
    )
    list_select_related = ("from_user", "to_user")


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


class SensitivityForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """How a field shall be guarded, and why; nothing is written before another person agrees."""

    remove = forms.BooleanField(
        required=False, label="Guard it no more", widget=UnfoldBooleanWidget
    )
    reason = forms.CharField(
        max_length=2000, widget=UnfoldAdminTextareaWidget, help_text="For who decides."
    )

    class Meta:
        model = SensitiveField
        fields = ["entity", "field", *NAMES]


@admin.register(SensitiveField)
class SensitiveFieldAdmin(AuditedAdmin):
    """Which values are shown to whom; changing that is a proposal."""

    house_only = True
    form = SensitivityForm
    list_display = ("entity", "field", "level", "mask", "seen_by", "hidden_from", "owner_sees")
    list_display_links = ("field",)
    search_fields = ("entity", "field")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:  # noqa: ARG002 -- the same for all
        """Return what names a guarded field: another one is another row."""
        return ["entity", "field"] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: ARG002, FBT001 -- Django's signature
        """Propose it; the row stays as it is until somebody decides."""
        asked = form.cleaned_data
        try:
            proposal = propose_sensitivity(
                entity=obj.entity,
                field=obj.field,
                changes={name: asked[name] for name in NAMES},
                by=person(request),
                reason=asked["reason"],
                remove=asked["remove"],
            )
        except (ValidationError, services.ApprovalError) as error:
            words = error.messages if isinstance(error, ValidationError) else [str(error)]
            messages.error(request, f"Not proposed: {'; '.join(words)}.")
            return
        request.proposed = proposal  # type: ignore[attr-defined]  # read by the answer
        messages.success(request, "Proposed; another of those who run the house decides.")

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        """Put nothing on the logs: proposing was put there, and nothing else happened."""
        return LogEntry(user=person(request), object_repr=str(obj), change_message=message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        """Put nothing on the logs: proposing was put there, and nothing else happened."""
        return self.log_addition(request, obj, message)

    def response_add(
        self,
        request: HttpRequest,
        obj: Any,  # noqa: ARG002 -- it is not written
        post_url_continue: str | None = None,  # noqa: ARG002 -- Django's signature
    ) -> HttpResponse:
        """Show the proposal; what was refused leads back to the table."""
        proposal = getattr(request, "proposed", None)
        if proposal is None:
            return redirect("admin:core_sensitivefield_changelist")
        return redirect("approvals:detail", uid=proposal.uid)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Show the proposal; what was refused leads back to the table."""
        return self.response_add(request, obj)
