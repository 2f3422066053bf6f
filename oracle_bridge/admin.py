"""What machines conclude and whose records are whose, in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter

from core.admin import CanonicalAdmin, ReadOnlyAdmin, badge, updated_column, when
from core.admin.access import person
from oracle_bridge.choices import DeliveryState
from oracle_bridge.models import (
    EntityMapping,
    Insight,
    SyncRun,
    SyncWatermark,
    WebhookDelivery,
    WebhookEndpoint,
)
from oracle_bridge.services import send_again


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


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ReadOnlyAdmin):
    """Who is told of changes; made and stopped over REST, where the secret is shown once."""

    house_only = True
    list_display = ("name", "url", "owner", "active", "stopped_because", when("created_at", "Made"))
    list_select_related = ("owner",)
    list_filter = ("active",)
    search_fields = ("name", "url")


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnlyAdmin):
    """Messages to webhooks; the dead ones wait here until somebody sends them again."""

    house_only = True
    actions = ("resend",)
    list_display = (
        "uid",
        "endpoint",
        badge("state", "State", {"pending": "info", "delivered": "success", "dead": "danger"}),
        "attempts",
        "last_status",
        "last_error",
        when("next_at", "Next try"),
    )
    list_select_related = ("endpoint",)
    list_filter = (("state", ChoicesDropdownFilter), ("endpoint", RelatedDropdownFilter))
    search_fields = ("uid__exact", "endpoint__name")

    @admin.action(description="Send the dead ones again", permissions=["resend"])
    def resend(self, request: HttpRequest, queryset: Any) -> None:
        """Put dead messages back into the queue."""
        dead = queryset.filter(state=DeliveryState.DEAD).select_related("endpoint")
        for delivery in dead:
            send_again(delivery, by=person(request))
        self.message_user(request, "They will be sent within seconds.")

    def has_resend_permission(self, request: HttpRequest) -> bool:
        """Who looks after webhooks sends again."""
        return person(request).has_perm("oracle_bridge.change_webhookendpoint")
