"""What happened and what is to be done, in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesDropdownFilter,
    RangeDateTimeFilter,
)

from activities.models import (
    Attachment,
    Interaction,
    InteractionParticipant,
    Note,
    Task,
    Transcript,
    TranscriptSegment,
)
from activities.selectors import withheld
from activities.services import (
    add_note,
    add_task,
    log_interaction,
    refuse_ahead,
    update_task,
)
from core.admin import (
    CanonicalAdmin,
    CanonicalInline,
    ReadOnlyAdmin,
    ReadOnlyInline,
    badge,
    person,
    state_column,
    updated_column,
    when,
)
from core.choices import State
from core.models import User, entity_type
from core.services import save_canonical

ON_RECORDS = ("contact", "account", "opportunity")
STATUSES = {"open": "info", "in_progress": "warning", "done": "success", "cancelled": "danger"}


class ParticipantInline(CanonicalInline):
    """Who took part."""

    model = InteractionParticipant
    fields = ("contact", "point", "user", "role")


@admin.register(Interaction)
class InteractionAdmin(CanonicalAdmin):
    """Calls, messages and meetings."""

    part_of = ON_RECORDS
    list_display = (
        when("occurred_at", "At"),
        badge("kind", "Kind", {}),
        "direction",
        "contact",
        "snippet",
        "outcome",
        "user",
        "source_system",
    )
    list_display_links = ("snippet",)
    list_select_related = ("contact", "user", "source_system")
    list_filter = (
        ("kind", ChoicesDropdownFilter),
        ("direction", ChoicesDropdownFilter),
        ("outcome", ChoicesDropdownFilter),
        ("occurred_at", RangeDateTimeFilter),
    )
    search_fields = ("snippet", "contact__summary__doc")
    inlines = (ParticipantInline,)
    fieldsets = (
        (None, {"fields": ("kind", "direction", "occurred_at", "ended_at", "duration_s")}),
        ("Whom it concerns", {"fields": ("contact", "account", "opportunity", "user")}),
        ("The other side", {"fields": ("channel_point", "counterparty_raw")}),
        ("What was said", {"fields": ("subject", "body", "topics", "outcome")}),
        ("How it sounded", {"fields": ("sentiment", "sentiment_source", "action_items")}),
        ("Where it comes from", {"fields": ("source_system", "external_id", "thread_id")}),
    )

    def write(self, row: Any, *, by: User, expected: int | None, given: dict[str, Any]) -> Any:
        """Save the interaction; a new one is logged once."""
        if row.pk is not None:
            refuse_ahead(given.get("occurred_at"))
            return save_canonical(row, by=by, expected_version=expected, cause="admin")
        given["source"] = given.pop("source_system", None)
        return log_interaction(by=by, **{"kind": row.kind, "occurred_at": row.occurred_at} | given)


@admin.register(InteractionParticipant)
class InteractionParticipantAdmin(CanonicalAdmin):
    """Who took part in what."""

    through = ("interaction",)
    written_as = "activities.interaction"
    list_display = ("interaction", "contact", "point", "user", "role", updated_column)
    list_select_related = ("interaction", "contact", "point", "user")
    list_filter = (("role", ChoicesDropdownFilter),)
    search_fields = ("contact__summary__doc",)


@admin.register(Task)
class TaskAdmin(CanonicalAdmin):
    """What is to be done."""

    part_of = ON_RECORDS
    list_display = (
        "title",
        badge("kind", "Kind", {}),
        badge("status", "Status", STATUSES),
        "priority",
        when("due_at", "Due"),
        "assignee",
        "contact",
        "opportunity",
    )
    list_select_related = ("assignee", "contact", "opportunity")
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("priority", ChoicesDropdownFilter),
        ("assignee", AutocompleteSelectFilter),
        ("due_at", RangeDateTimeFilter),
    )
    search_fields = ("title", "contact__summary__doc")
    fieldsets = (
        (None, {"fields": ("title", "details", "kind", "priority", "status")}),
        ("When and who", {"fields": ("due_at", "assignee")}),
        ("What it is about", {"fields": ON_RECORDS}),
    )

    def write(self, row: Any, *, by: User, expected: int | None, given: dict[str, Any]) -> Any:
        """Save through the service of tasks."""
        if row.pk is not None:
            return update_task(row, by=by, expected_version=expected, **given)
        return add_task(by=by, cause="admin", **given)


@admin.register(Note)
class NoteAdmin(CanonicalAdmin):
    """What people wrote down, each changed by its author; private ones are read by them alone."""

    always_asked = True
    part_of = ON_RECORDS
    list_display = (
        "__str__",
        "contact",
        "account",
        "opportunity",
        "author",
        "pinned",
        when("created_at", "Written"),
    )
    list_select_related = ("contact", "account", "opportunity", "author")
    list_filter = (("visibility", ChoicesDropdownFilter),)
    search_fields = ("body", "contact__summary__doc")
    fieldsets = (
        (None, {"fields": ("body", "pinned", "visibility")}),
        ("What it is about", {"fields": ON_RECORDS}),
    )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether this person may change the note, which its author may."""
        own = obj is None or obj.author_id == person(request).pk
        return own and super().has_change_permission(request, obj)

    def write(self, row: Any, *, by: User, expected: int | None, given: dict[str, Any]) -> Any:
        """Save the note; a new one is its writer's."""
        if row.pk is not None:
            return save_canonical(row, by=by, expected_version=expected, cause="admin")
        return add_note(by=by, **given)


class SegmentInline(ReadOnlyInline):
    """What was said, in order."""

    model = TranscriptSegment
    fields = ("seq", "t0", "t1", "speaker", "text", "confidence")
    ordering = ("seq",)


@admin.register(Transcript)
class TranscriptAdmin(ReadOnlyAdmin):
    """Texts of recordings; without consent they stay quarantined."""

    house_only = True  # or whose role may view them
    through = ("interaction",)
    ordering = ("-id",)
    list_display = (
        "interaction",
        badge("state", "State", {"quarantined": "warning", "failed": "danger"}),
        "language",
        "engine",
        when("created_at", "Made"),
    )
    list_select_related = ("interaction",)
    list_filter = (("state", ChoicesDropdownFilter),)
    search_fields = ("interaction__contact__summary__doc",)
    inlines = (SegmentInline,)


@admin.register(TranscriptSegment)
class TranscriptSegmentAdmin(ReadOnlyAdmin):
    """Single utterances."""

    house_only = True  # or whose role may view them
    through = ("transcript__interaction",)
    ordering = ("-id",)
    list_display = ("transcript", "seq", "speaker", "text")
    list_select_related = ("transcript__interaction",)
    search_fields = ("transcript__interaction__contact__summary__doc",)


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    """Files on records; they are added where their bytes are checked."""

    through = (*ON_RECORDS, "interaction", "note__contact")
    kept_back = ("file",)
    list_display = (
        "original_name",
        "contact",
        "account",
        "opportunity",
        "mime",
        badge("scan_status", "Scan", {"clean": "success", "infected": "danger"}),
        state_column,
        when("created_at", "Added"),
    )
    list_select_related = ("contact", "account", "opportunity")
    list_filter = (("scan_status", ChoicesDropdownFilter),)
    search_fields = ("original_name", "sha256__exact")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return every column, the way to the file in the place of where it is kept."""
        return ["download", *super().get_fields(request, obj)]

    @admin.display(description="File")
    def download(self, row: Attachment) -> str:
        """Return the way to the file over REST, which asks who may have it, or why not."""
        if reason := withheld(row.scan_status):
            return reason
        record = row.contact or row.account
        if record is None or row.state != State.ACTIVE or not row.file:
            return "-"
        there = reverse(f"{entity_type(record)}-file", args=[record.uid, row.uid])
        return format_html('<a class="velocity-link" href="{}" download>Download</a>', there)
