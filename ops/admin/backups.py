"""What was backed up, rehearsed and released."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from core.admin import ReadOnlyAdmin, when
from ops.models import BackupRun, Release


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
