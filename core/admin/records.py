"""The record of what happened, and where values come from."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from core.admin.access import person
from core.admin.readonly import ReadOnlyAdmin
from core.admin.showing import badge, when
from core.admin.tables import AuditedAdmin
from core.models import (
    AuditEvent,
    AuditSeal,
    ChangeEvent,
    Erasure,
    IdempotencyRecord,
    SourceSystem,
)
from core.querysets import SEES_EVERYTHING
from core.registry import tell_of_trust


@admin.register(SourceSystem)
class SourceSystemAdmin(AuditedAdmin):
    """Where values come from, and how far each place is trusted."""

    list_display = ("name", "code", badge("kind", "Kind", {}), "base_trust", "owner", "active")
    list_select_related = ("owner",)
    list_filter = (("kind", ChoicesDropdownFilter), "active")
    list_filter_submit = True
    search_fields = ("code", "name")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        """Save the source; who counts by its trust counts anew once that is on record."""
        super().save_model(request, obj, form, change)
        if change and "base_trust" in form.changed_data:
            transaction.on_commit(tell_of_trust, robust=True)


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """Every act of every actor."""

    house_only = True
    list_display = (when("at", "At"), "action", "actor", "object_type", "object_uid", "request_id")
    list_display_links = ("action",)
    list_select_related = ("actor",)
    list_filter = (("actor_kind", ChoicesDropdownFilter),)
    search_fields = ("action__startswith", "object_uid__exact", "request_id__exact")
    search_help_text = "The beginning of an action, an object's uid, a request id."


@admin.register(AuditSeal)
class AuditSealAdmin(ReadOnlyAdmin):
    """The windows of the audit record that are sealed; `audit_verify` proves them."""

    house_only = True
    list_display = ("number", when("sealed_at", "Sealed"), "events", "first_id", "last_id", "hash")
    search_fields = ("hash__startswith",)
    search_help_text = "The beginning of a seal's hash."


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyAdmin):
    """Who was forgotten, when and on what grounds; without any value of theirs."""

    house_only = True
    list_display = (when("at", "At"), "object_type", "object_uid", "by", "grounds")
    list_display_links = ("object_uid",)
    list_select_related = ("by",)
    search_fields = ("object_uid__exact",)
    search_help_text = "The uid of the record."


@admin.register(ChangeEvent)
class ChangeEventAdmin(ReadOnlyAdmin):
    """The outbox: what changed, in the order of change."""

    house_only = True
    ordering = ("-id",)
    list_display = ("id", when("at", "At"), "op", "entity_type", "entity_uid", "version", "cause")
    search_fields = ("entity_uid__exact",)
    search_help_text = "An entity's uid."


@admin.register(IdempotencyRecord)
class IdempotencyRecordAdmin(ReadOnlyAdmin):
    """Answers given again to repeated requests."""

    house_only = True
    list_display = ("key", "actor", "method", "path", "status", when("created_at", "At"))
    list_select_related = ("actor",)
    search_fields = ("key__startswith",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return a person's own; what others were answered is read by who sees everything."""
        rows, user = super().get_queryset(request), person(request)
        return rows if user.has_perm(SEES_EVERYTHING) else rows.filter(actor=user)
