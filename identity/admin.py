"""Who is who, in the admin: the crosswalk, candidates, verdicts and merges, all read only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter

from contacts.models import Contact
from core.admin import ReadOnlyAdmin, ReadOnlyInline, badge, person, visible_rows, when
from identity.models import (
    AccountCandidate,
    AccountMerge,
    FieldLock,
    KeyPosition,
    LinkCheck,
    MatchCandidate,
    MatchModel,
    MatchPolicy,
    MatchProfile,
    MergeMove,
    MergeOperation,
    PairVerdict,
    ScanRun,
    SourceRecord,
    StopKey,
    Training,
)
from identity.selectors.checks import checked_of
from identity.services.adopting import training_in_force

BY_PAIR = ("left__summary__doc", "right__summary__doc")


@admin.register(SourceRecord)
class SourceRecordAdmin(ReadOnlyAdmin):
    """Which source row belongs to which record."""

    house_only = True  # or whose role may view them
    through = ("contact", "account")
    list_display = (
        "__str__",
        "source",
        "contact",
        "account",
        "outcome",
        "batch_id",
        "row_no",
        when("created_at", "At"),
    )
    list_select_related = ("source", "contact", "account")
    list_filter = (("source", RelatedDropdownFilter), ("outcome", ChoicesDropdownFilter))
    search_fields = ("external_id__exact", "contact__summary__doc")


@admin.register(MatchCandidate)
class MatchCandidateAdmin(ReadOnlyAdmin):
    """Pairs that may be one person."""

    house_only = True
    between = ("left", "right")
    list_display = (
        "left",
        "right",
        "score",
        badge("status", "Status", {"open": "info"}),
        "model_version",
        when("created_at", "Found"),
    )
    list_select_related = ("left", "right")
    list_filter = (("status", ChoicesDropdownFilter),)
    search_fields = BY_PAIR


@admin.register(PairVerdict)
class PairVerdictAdmin(ReadOnlyAdmin):
    """What people decided about pairs; remembered for ever."""

    house_only = True
    between = ("left", "right")
    list_display = ("left", "right", "verdict", "by", "reason", when("at", "At"))
    list_select_related = ("left", "right", "by")
    list_filter = (("verdict", ChoicesDropdownFilter),)
    search_fields = BY_PAIR


@admin.register(FieldLock)
class FieldLockAdmin(ReadOnlyAdmin):
    """Attributes that nothing changes until somebody unlocks them."""

    house_only = True
    through = ("contact",)
    list_display = ("contact", "attribute", "by", "reason", when("at", "At"))
    list_select_related = ("contact", "by")
    search_fields = ("contact__full_name", "attribute")


class MoveInline(ReadOnlyInline):
    """The rows a merge touched."""

    model = MergeMove
    fields = ("seq", "action", "table", "row_id")
    ordering = ("seq",)


@admin.register(MergeOperation)
class MergeOperationAdmin(ReadOnlyAdmin):
    """Merges: who survived, who decided."""

    house_only = True
    between = ("survivor", "losers")
    of_people = ("snapshot", "choices", "provenance")
    list_display = (
        "survivor",
        badge("state", "State", {"done": "success", "undone": "warning"}),
        "actor",
        "score",
        when("at", "At"),
    )
    list_select_related = ("survivor", "actor")
    list_filter = (("state", ChoicesDropdownFilter),)
    search_fields = ("survivor__summary__doc",)
    inlines = (MoveInline,)


@admin.register(MergeMove)
class MergeMoveAdmin(ReadOnlyAdmin):
    """Every row a merge touched, before and after."""

    house_only = True
    between = ("operation__survivor", "operation__losers")
    of_people = ("before", "after")
    ordering = ("-operation_id", "seq")
    list_display = ("operation", "seq", "action", "table", "row_id")
    list_select_related = ("operation__survivor",)
    search_fields = ("table__exact",)


@admin.register(ScanRun)
class ScanRunAdmin(ReadOnlyAdmin):
    """Scans of the whole database for duplicates."""

    house_only = True
    list_display = (
        "__str__",
        badge("state", "State", {"running": "info", "done": "success", "failed": "danger"}),
        "done",
        "total",
        "found",
        "model_version",
        when("ended_at", "Ended"),
    )
    list_filter = (("state", ChoicesDropdownFilter),)


@admin.register(MatchPolicy)
class MatchPolicyAdmin(ReadOnlyAdmin):
    """From which probability pairs are proposed and linked."""

    house_only = True
    list_display = ("__str__", "auto_link", "auto_from", "review_from", "check_share", "checked")
    list_select_related = ("source",)

    @admin.display(description="Of the links made unasked")
    def checked(self, row: MatchPolicy) -> str:
        """Return how right they were where a person was asked."""
        return checked_of(row).words


@admin.register(LinkCheck)
class LinkCheckAdmin(ReadOnlyAdmin):
    """Rows sure enough to be linked unasked that a person was asked about."""

    house_only = True
    list_display = (
        "__str__", "source", "probability", "model_version", "right", "by", when("at", "Answered"),
    )  # fmt: skip
    list_select_related = ("source", "by")
    list_filter = (("source", RelatedDropdownFilter), "right")


@admin.register(MatchModel)
class MatchModelAdmin(ReadOnlyAdmin):
    """Versions of the match model as measured on this installation."""

    house_only = True
    list_display = ("version", "people", "training", "active", when("created_at", "Made"))
    list_select_related = ("training",)


@admin.register(Training)
class TrainingAdmin(ReadOnlyAdmin):
    """What the matcher learned from reviewers, how it did, and which of it scores now."""

    house_only = True
    list_display = ("version", "in_force", "pairs", "same", "loss", "by", when("at", "Learned"))
    list_select_related = ("by",)
    fields = ("version", "in_force", "pairs", "same", "figures", "by", "at")
    readonly_fields = ("in_force",)

    @admin.display(description="Scores now", boolean=True)
    def in_force(self, row: Training) -> bool:
        """Return whether the newest model was taught this."""
        return training_in_force() == row

    @admin.display(description="Loss, shipped and learned")
    def loss(self, row: Training) -> str:
        """Return the loss of both models on decisions neither had seen."""
        return f"{row.figures['before']['loss']:.4f}, {row.figures['after']['loss']:.4f}"


@admin.register(AccountCandidate)
class AccountCandidateAdmin(ReadOnlyAdmin):
    """Pairs of accounts that may be one, and what a person said of them."""

    house_only = True
    between = ("left", "right")
    list_display = (
        "__str__", "reasons", "strength", "status", "decided_by", when("created_at", "Found"),
    )  # fmt: skip
    list_select_related = ("left", "right", "decided_by")
    list_filter = (("status", ChoicesDropdownFilter),)


@admin.register(AccountMerge)
class AccountMergeAdmin(ReadOnlyAdmin):
    """Accounts that became one, and what that moved; undone by reverting its proposal."""

    house_only = True
    between = ("survivor", "loser")
    list_display = ("__str__", "state", "actor", when("at", "At"))
    list_select_related = ("survivor", "loser", "actor")
    fields = (
        "survivor", "loser", "proposal", "actor", "at", "state", "undone_at", "undone_by",
        "moves", "residue",
    )  # fmt: skip


@admin.register(MatchProfile)
class MatchProfileAdmin(ReadOnlyAdmin):
    """Contacts as the matcher reads them."""

    house_only = True
    of_people = ("person",)
    list_display = ("contact_id",)
    search_fields = ("contact_id__exact",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the profiles of the people this person may know of."""
        known = visible_rows(Contact.objects.all(), person(request))
        return super().get_queryset(request).filter(contact_id__in=known.values("pk"))


@admin.register(StopKey)
class StopKeyAdmin(ReadOnlyAdmin):
    """Match keys that too many share to tell anything."""

    house_only = True
    list_display = ("key", "people")


@admin.register(KeyPosition)
class KeyPositionAdmin(ReadOnlyAdmin):
    """How far the change feed has been read into the match keys."""

    house_only = True
    list_display = ("xid", "event")
