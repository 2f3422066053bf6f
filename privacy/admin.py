"""Legal holds and retention in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from core.admin import AuditedAdmin, ReadOnlyAdmin, person, when
from privacy.models import FileToRemove, LegalHold, RetentionRule


@admin.register(LegalHold)
class LegalHoldAdmin(AuditedAdmin):
    """Why records are kept in spite of a wish; a hold ends by its date."""

    house_only = True  # or whose role may view them
    through = ("contact",)
    list_display = ("contact", "reason", "placed_by", when("placed_at", "Placed"), "until")
    list_select_related = ("contact", "placed_by")
    list_filter = (("reason", ChoicesDropdownFilter),)
    search_fields = ("contact__summary__doc",)
    fields = ("contact", "reason", "note", "until")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        """Note who placed it."""
        if not change:
            obj.placed_by = person(request)
        super().save_model(request, obj, form, change)


@admin.register(RetentionRule)
class RetentionRuleAdmin(AuditedAdmin):
    """How long what is kept."""

    house_only = True  # or whose role may view them
    list_display = ("artifact", "days", "active")


@admin.register(FileToRemove)
class FileToRemoveAdmin(ReadOnlyAdmin):
    """Files that are to leave the storage; not their names, which may be those of the erased."""

    house_only = True
    kept_back = ("name",)
    list_display = (when("forgotten_at", "Forgotten"),)
