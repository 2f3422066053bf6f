"""Signs and scores in the admin: read, hardly ever written."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from unfold.contrib.filters.admin import (
    ChoicesDropdownFilter,
    RangeDateTimeFilter,
    RelatedDropdownFilter,
)

from core.admin import AuditedAdmin, ReadOnlyAdmin, badge, when
from core.registry import register_trust
from evidence.models import Evidence, EvidenceType, QDAggregate, QDConfig, QDScore, QDSnapshot
from evidence.tasks import rescore_everybody

BY_CONTACT = ("contact__summary__doc",)
# what scores are made by
WEIGHING = {"component", "base_weight", "half_life_days", "daily_cap", "needs_consent", "enabled"}
BANDS = {"high": "success", "medium": "warning", "low": "info"}


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    """Signs from the producers, kept as received."""

    house_only = True  # or whose role may view them
    always_asked = True  # what sensors saw is not for everybody
    list_display = (
        when("occurred_at", "At"),
        "type",
        "contact",
        "producer",
        "value",
        "confidence",
        badge("state", "State", {"active": "success", "quarantined": "warning"}),
    )
    list_display_links = ("type",)
    list_select_related = ("type", "contact", "producer")
    list_filter = (
        ("state", ChoicesDropdownFilter),
        ("type", RelatedDropdownFilter),
        ("occurred_at", RangeDateTimeFilter),
    )
    search_fields = ("external_id__exact", *BY_CONTACT)


@admin.register(EvidenceType)
class EvidenceTypeAdmin(AuditedAdmin):
    """Kinds of signs, what they speak for and for how long."""

    house_only = True
    list_display = (
        "name",
        "family",
        "component",
        "base_weight",
        "half_life_days",
        "needs_consent",
        "enabled",
    )
    list_filter = (("family", ChoicesDropdownFilter), ("component", ChoicesDropdownFilter))
    list_filter_submit = True
    search_fields = ("code", "name")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        """Save the kind; everybody is scored anew where it now counts otherwise."""
        super().save_model(request, obj, form, change)
        if change and WEIGHING & set(form.changed_data):
            transaction.on_commit(_rescore, robust=True)


@admin.register(QDConfig)
class QDConfigAdmin(ReadOnlyAdmin):
    """Versions of the weights; a new one is proposed and activated by approval."""

    list_display = (
        "name",
        "version",
        badge("state", "State", {"active": "success"}),
        "intent",
        "engagement",
        "fit",
        "readiness",
        "perception",
        when("activated_at", "Activated"),
    )
    search_fields = ("name",)


@admin.register(QDScore)
class QDScoreAdmin(ReadOnlyAdmin):
    """Scores as they stand."""

    house_only = True  # or whose role may view them
    list_display = (
        "contact",
        "value",
        badge("band", "Band", BANDS),
        "coverage",
        "config",
        when("computed_at", "Computed"),
    )
    list_select_related = ("contact", "config")
    list_filter = (("band", ChoicesDropdownFilter),)
    search_fields = BY_CONTACT


@admin.register(QDSnapshot)
class QDSnapshotAdmin(ReadOnlyAdmin):
    """Scores as they were."""

    house_only = True  # or whose role may view them
    ordering = ("-id",)
    list_display = ("contact", when("as_of", "As of"), "value", "coverage", "config")
    list_select_related = ("contact", "config")
    search_fields = BY_CONTACT


@admin.register(QDAggregate)
class QDAggregateAdmin(ReadOnlyAdmin):
    """What scores are summed up from."""

    ordering = ("-id",)
    list_display = (
        "contact",
        "component",
        "half_life_days",
        "mass",
        "lean",
        when("as_of", "As of"),
    )
    list_select_related = ("contact",)
    list_filter = (("component", ChoicesDropdownFilter),)
    search_fields = BY_CONTACT


def _rescore() -> None:
    rescore_everybody.delay()


register_trust("evidence", _rescore)
