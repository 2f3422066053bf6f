"""What machines conclude and whose records are whose, in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter

from core.admin import CanonicalAdmin, ReadOnlyAdmin, badge, updated_column, when
from oracle_bridge.models import EntityMapping, Insight, SyncRun, SyncWatermark


@admin.register(Insight)
class InsightAdmin(ReadOnlyAdmin):
    """Conclusions of machines about clients, with what they rest on."""

    house_only = True  # or whose role may view them
    through = ("contact", "account", "opportunity")
    list_display = (
        "title",
        "kind",
        "contact",
        "account",
        "opportunity",
        "confidence",
        "produced_by",
        badge("status", "Status", {"active": "success", "dismissed": "warning"}),
        when("at", "At"),
    )
    list_select_related = ("contact", "account", "opportunity", "produced_by")
    list_filter = (("status", ChoicesDropdownFilter), ("produced_by", RelatedDropdownFilter))
    search_fields = ("title", "contact__summary__doc")


@admin.register(EntityMapping)
class EntityMappingAdmin(CanonicalAdmin):
    """Which of our records is which of theirs."""

    house_only = True
    ordering = ("-updated_at", "-id")
    list_display = (
        "external_id",
        "system",
        "entity_type",
        "local_uid",
        badge("status", "Status", {"synced": "success", "conflict": "danger", "failed": "danger"}),
        "direction",
        "retry_count",
        updated_column,
    )
    list_select_related = ("system",)
    list_filter = (("system", RelatedDropdownFilter), ("status", ChoicesDropdownFilter))
    search_fields = ("external_id__exact", "local_uid__exact")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return what a known mapping keeps: whose record it is about."""
        fixed = ["system", "entity_type", "local_uid"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]


@admin.register(SyncRun)
class SyncRunAdmin(ReadOnlyAdmin):
    """Exchanges with other systems."""

    house_only = True
    ordering = ("-id",)
    list_display = (
        when("started_at", "Started"),
        "system",
        "mode",
        badge("state", "State", {"done": "success", "failed": "danger", "waiting": "warning"}),
        "error",
    )
    list_select_related = ("system",)
    list_filter = (("system", RelatedDropdownFilter), ("state", ChoicesDropdownFilter))
    search_fields = ("uid__exact",)


@admin.register(SyncWatermark)
class SyncWatermarkAdmin(ReadOnlyAdmin):
    """Up to where other systems are known."""

    house_only = True
    ordering = ("system", "entity_type")
    list_display = ("system", "entity_type", when("cursor", "Up to"), "overlap_s")
    list_select_related = ("system",)
    search_fields = ("system__code",)
