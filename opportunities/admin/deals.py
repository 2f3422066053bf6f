"""Deals, interests, visits and campaigns in the admin."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesDropdownFilter,
    RelatedDropdownFilter,
)

from core.admin import (
    AuditedAdmin,
    CanonicalAdmin,
    CanonicalInline,
    ReadOnlyAdmin,
    ReadOnlyInline,
    badge,
    money,
    state_column,
    updated_column,
    when,
)
from core.models import User
from core.services import save_canonical
from opportunities.admin.moving import MovingAdmin
from opportunities.admin.sales import BookingInline, HoldInline
from opportunities.models import (
    Attribution,
    Campaign,
    CampaignTouch,
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
from opportunities.services import create_opportunity

VISITS = {"done": "success", "scheduled": "info", "confirmed": "info", "no_show": "danger"}


class PartyInline(CanonicalInline):
    """Who takes part in the deal."""

    model = OpportunityParty
    fields = ("contact", "account", "role", "is_primary", "until")


class StageHistoryInline(ReadOnlyInline):
    """The stages the deal passed."""

    model = StageHistory
    tab = True
    fields = ("from_stage", "to_stage", "entered_at", "by", "reason")
    ordering = ("-entered_at", "-id")


@admin.register(Opportunity)
class OpportunityAdmin(MovingAdmin):
    """Deals; the stage moves on a page of its own, by the table of allowed moves."""

    part_of = ("primary_contact", "account")
    list_display = (
        "name",
        "stage",
        "primary_contact",
        "project",
        money("amount", "currency", "Amount"),
        "probability",
        "expected_close",
        "owner",
        state_column,
        updated_column,
    )
    list_select_related = ("stage", "primary_contact", "project", "owner")
    list_filter = (
        ("state", ChoicesDropdownFilter),
        ("stage", RelatedDropdownFilter),
        ("owner", AutocompleteSelectFilter),
    )
    search_fields = ("name", "primary_contact__summary__doc")
    inlines = (PartyInline, HoldInline, BookingInline, StageHistoryInline)
    fieldsets = (
        (None, {"fields": ("name", "stage", "primary_contact", "account")}),
        ("What it is about", {"fields": ("project", "unit", "amount", "currency")}),
        ("How far it is", {"fields": ("expected_close", "probability", "probability_overridden")}),
        ("Who answers for it", {"fields": ("owner", "team", "visibility", "source")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return the stage too: it has a service and rules of its own."""
        return [*super().get_readonly_fields(request, obj), "stage"]

    def write(self, row: Any, *, by: User, expected: int | None, given: dict[str, Any]) -> Any:
        """Save the deal; a new one is opened with its buyer and the first stage."""
        if row.pk is not None:
            return save_canonical(row, by=by, expected_version=expected, cause="admin")
        if "primary_contact" not in given:
            raise ValidationError("A deal has a person.")
        return create_opportunity(by=by, cause="admin", **given)


@admin.register(OpportunityParty)
class OpportunityPartyAdmin(CanonicalAdmin):
    """Who takes part in deals."""

    through = ("opportunity",)
    written_as = "opportunities.opportunity"
    list_display = ("opportunity", "role", "contact", "account", "is_primary", updated_column)
    list_select_related = ("opportunity", "contact", "account")
    list_filter = (("role", ChoicesDropdownFilter),)
    search_fields = ("opportunity__name", "contact__summary__doc")


@admin.register(StageHistory)
class StageHistoryAdmin(ReadOnlyAdmin):
    """The stages deals passed."""

    through = ("opportunity",)
    ordering = ("-entered_at", "-id")
    list_display = (
        "opportunity",
        "from_stage",
        "to_stage",
        when("entered_at", "Entered"),
        "by",
        "reason",
    )
    list_select_related = ("opportunity", "from_stage", "to_stage", "by")
    search_fields = ("opportunity__name",)


@admin.register(PropertyInterest)
class PropertyInterestAdmin(CanonicalAdmin):
    """What people want."""

    through = ("contact",)
    written_as = "contacts.contact"
    ordering = ("-last_at", "-id")
    list_display = (
        "contact",
        "project",
        "unit_type",
        "unit",
        badge("level", "Level", {}),
        "confidence",
        when("last_at", "Last sign"),
    )
    list_select_related = ("contact", "project", "unit_type", "unit__tower", "unit__project")
    list_filter = (("level", ChoicesDropdownFilter),)
    search_fields = ("contact__summary__doc",)


@admin.register(PropertyMatch)
class PropertyMatchAdmin(ReadOnlyAdmin):
    """Units that fit an interest."""

    through = ("interest__contact",)
    ordering = ("-computed_at", "-id")
    list_display = ("unit", "interest", "score", "model_version", when("computed_at", "Computed"))
    list_select_related = (
        "unit__tower",
        "unit__project",
        "interest__contact",
        "interest__project",
        "interest__unit_type",
        "interest__unit__tower",
        "interest__unit__project",
    )
    search_fields = ("interest__contact__summary__doc",)


@admin.register(SiteVisit)
class SiteVisitAdmin(CanonicalAdmin):
    """Visits planned and made."""

    through = ("contact",)
    written_as = "contacts.contact"
    list_display = (
        "contact",
        "project",
        "unit",
        when("scheduled_at", "Planned for"),
        badge("status", "Status", VISITS),
        "host",
        "partner",
    )
    list_select_related = (
        "contact",
        "project",
        "unit__tower",
        "unit__project",
        "host",
        "partner",
    )
    list_filter = (("status", ChoicesDropdownFilter), ("project", AutocompleteSelectFilter))
    search_fields = ("contact__summary__doc",)


@admin.register(Campaign)
class CampaignAdmin(CanonicalAdmin):
    """Campaigns of the sources."""

    list_display = ("name", "source_system", "channel", "starts_on", "ends_on", updated_column)
    list_select_related = ("source_system",)
    list_filter = (("source_system", RelatedDropdownFilter),)
    search_fields = ("name", "external_id__exact")


@admin.register(CampaignTouch)
class CampaignTouchAdmin(ReadOnlyAdmin):
    """Clicks, calls and leads of campaigns."""

    through = ("contact",)
    list_display = (
        "campaign",
        "kind",
        "contact",
        when("occurred_at", "At"),
        money("cost", "currency", "Cost"),
    )
    list_select_related = ("campaign", "contact")
    list_filter = (("kind", ChoicesDropdownFilter),)
    search_fields = ("campaign__name", "contact__summary__doc")


@admin.register(Attribution)
class AttributionAdmin(ReadOnlyAdmin):
    """Which campaigns deals are owed to, by five models."""

    through = ("opportunity",)
    ordering = ("-id",)
    list_display = ("opportunity", "model", "campaign", "share", when("computed_at", "Computed"))
    list_select_related = ("opportunity", "campaign")
    list_filter = (("model", ChoicesDropdownFilter),)
    search_fields = ("campaign__name", "opportunity__name")


class StageInline(ReadOnlyInline):
    """The stages of a pipeline, in order."""

    model = Stage
    fields = ("order", "name", "code", "category", "default_probability")
    ordering = ("order",)


@admin.register(Pipeline)
class PipelineAdmin(AuditedAdmin):
    """Ways of selling."""

    list_display = ("name", "code", "is_default", "active")
    search_fields = ("name",)
    inlines = (StageInline,)


@admin.register(Stage)
class StageAdmin(AuditedAdmin):
    """Steps of a pipeline."""

    list_display = ("name", "pipeline", "order", "category", "default_probability")
    list_select_related = ("pipeline",)
    search_fields = ("name",)


@admin.register(StageTransition)
class StageTransitionAdmin(AuditedAdmin):
    """Moves from stage to stage that are allowed."""

    list_display = ("from_stage", "to_stage", "required_fields", "needs_reason", "proposal_kind")
    list_select_related = ("from_stage", "to_stage")
    search_fields = ("from_stage__name", "to_stage__name")
