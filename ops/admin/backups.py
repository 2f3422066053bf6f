"""What was backed up, rehearsed, released and taken away."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from core.admin import ReadOnlyAdmin, when
from ops.models import BackupRun, Export, Release


@admin.register(BackupRun)
class BackupRunAdmin(ReadOnlyAdmin):
    """Backups, checks and drills, with what they measured."""

    house_only = True
    list_display = (
        when("ended_at", "At"),
        "kind",
        "label",
        "ok",
        "bytes",
        "rto_seconds",
        "rpo_seconds",
    )
    list_display_links = ("kind",)
    list_filter = (("kind", ChoicesDropdownFilter), "ok")


@admin.register(Release)
class ReleaseAdmin(ReadOnlyAdmin):
    """Which version was in service since when."""

    house_only = True
    list_display = (when("at", "At"), "version", "previous", "by", "backup", "undone")
    list_display_links = ("version",)
    list_filter = ("undone",)


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    """Who took which rows away over REST; the files are for their requesters alone."""

    house_only = True
    kept_back = ("ids", "file")
    list_display = (when("created_at", "At"), "kind", "requested_by", "rows", "state")
    list_display_links = ("kind",)
    list_select_related = ("requested_by",)
    list_filter = (("kind", ChoicesDropdownFilter), ("state", ChoicesDropdownFilter))
