"""The steps of imports in the admin: a window; work is done on the import pages.

Raw, normalised and resolved rows have composite keys, which the admin cannot address; they are
read on the page of their import.
"""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter

from core.admin import ReadOnlyAdmin, ReadOnlyInline, badge, when
from core.admin.access import person
from imports.models import (
    ColumnMapping,
    MappingManifest,
    MappingProfile,
    RawBatch,
    RowResult,
)
from imports.selectors import batches_for

STATES = {"committed": "success", "failed": "danger", "reverted": "warning"}


class ColumnInline(ReadOnlyInline):
    """What was decided about each column."""

    model = ColumnMapping
    fields = ("position", "header", "target", "decision", "confidence", "reason")
    ordering = ("position",)
    per_page = 60


class ManifestInline(ReadOnlyInline):
    """The versions of the mapping."""

    model = MappingManifest
    fields = ("version", "state", "approved_by", "created_at")
    ordering = ("-version",)
    show_change_link = True


@admin.register(RawBatch)
class RawBatchAdmin(ReadOnlyAdmin):
    """Files and how far they came."""

    list_display = (
        "filename",
        "source",
        "entity",
        badge("state", "State", STATES),
        "row_count",
        "uploaded_by",
        when("created_at", "Received"),
        when("finished_at", "Finished"),
    )
    list_select_related = ("source", "uploaded_by")
    list_filter = (("state", ChoicesDropdownFilter), ("source", RelatedDropdownFilter))
    search_fields = ("filename",)
    inlines = (ManifestInline,)


@admin.register(MappingManifest)
class MappingManifestAdmin(ReadOnlyAdmin):
    """How the columns of one file were read."""

    house_only = True  # samples are values of people

    ordering = ("-id",)
    list_display = (
        "batch",
        "version",
        badge("state", "State", {"approved": "success"}),
        "approved_by",
        when("created_at", "At"),
    )
    list_select_related = ("batch", "approved_by")
    list_filter = (("state", ChoicesDropdownFilter),)
    search_fields = ("batch__filename",)
    inlines = (ColumnInline,)


@admin.register(ColumnMapping)
class ColumnMappingAdmin(ReadOnlyAdmin):
    """Single columns and where they went.

    Samples are cells of the file: they are for who may see its rows, as those are.
    """

    house_only = True

    ordering = ("-manifest_id", "position")
    list_display = ("header", "target", "decision", "confidence", "manifest")
    list_select_related = ("manifest__batch",)
    list_filter = (("decision", ChoicesDropdownFilter),)
    search_fields = ("header", "target__exact")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ColumnMapping]":
        """Return the columns of the imports this person may see."""
        seen = batches_for(person(request)).order_by().values("pk")
        rows: QuerySet[ColumnMapping] = super().get_queryset(request)
        return rows.filter(manifest__batch__in=seen)


@admin.register(MappingProfile)
class MappingProfileAdmin(ReadOnlyAdmin):
    """Mappings remembered for the next file with the same headers."""

    house_only = True  # samples are values of people

    ordering = ("-updated_at", "-id")
    list_display = ("source", "entity", "approved_by", when("updated_at", "Updated"))
    list_select_related = ("source", "approved_by")
    search_fields = ("source__name",)


@admin.register(RowResult)
class RowResultAdmin(ReadOnlyAdmin):
    """What rows made besides people and accounts."""

    ordering = ("-id",)
    list_display = (
        "kind",
        "batch",
        "row_no",
        badge("outcome", "Did", {"updated": "info"}),
        badge("reverted", "Undone", {"archived": "warning", "kept": "info"}),
        when("created_at", "At"),
    )
    list_select_related = ("batch",)
    list_filter = (("kind", ChoicesDropdownFilter),)
    search_fields = ("batch__filename",)
