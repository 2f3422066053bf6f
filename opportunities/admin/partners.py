"""Which broker brought which client, in the admin."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter
from unfold.decorators import action
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminTextInputWidget

from core.admin import badge, person, without
from core.models import User
from opportunities.admin.asking import AskedError, AskingAdmin, AskingForm
from opportunities.choices import TagStatus
from opportunities.models import PartnerTag
from opportunities.selectors import settling
from opportunities.services import TagTakenError, end_tag, tag_partner

TAGS = {"active": "success", "disputed": "danger", "ended": "info"}
CLAIM = ("contact", "project", "partner", "visit", "reason")


class TagForm(AskingForm):
    """A claim with the first and the last day it counts, and why it ends when it does."""

    since = forms.DateField(widget=UnfoldAdminDateWidget, required=False, help_text="Today.")
    until = forms.DateField(widget=UnfoldAdminDateWidget, help_text="The last day it counts.")
    why = forms.CharField(
        required=False, max_length=300, label="Why it ends", widget=UnfoldAdminTextInputWidget
    )


@admin.register(PartnerTag)
class PartnerTagAdmin(AskingAdmin):
    """Brokers' claims; one that is in the way is told with its window."""

    through = ("contact",)
    written_as = "contacts.contact"
    form = TagForm
    list_display = (
        "contact",
        "project",
        "partner",
        "since",
        "until",
        badge("status", "Status", TAGS),
    )
    list_select_related = ("contact", "project", "partner")
    list_filter = (("status", ChoicesDropdownFilter), ("project", AutocompleteSelectFilter))
    search_fields = ("contact__summary__doc", "partner__name_key")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "contact",
                    "project",
                    "partner",
                    ("since", "until"),
                    "visit",
                    "reason",
                    "over",
                )
            },
        ),
        ("How it ends", {"fields": ("status", "ended_at", "why")}),
    )
    actions_submit_line = ("end_record",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return the fieldsets: a claim is made whole, and then it ends."""
        found = super().get_fieldsets(request, obj)
        if obj is None:
            return found[:1]
        claim = {**found[0][1], "fields": without(found[0][1]["fields"], frozenset({"over"}))}
        return [(found[0][0], claim), *found[1:]]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return the claim, too, once it stands."""
        fixed = (*CLAIM, "since", "until") if obj else ()
        return [*super().get_readonly_fields(request, obj), "status", "ended_at", *fixed]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether this person may end the claim; one that ended stays as it was."""
        over = getattr(obj, "status", "") == TagStatus.ENDED
        return not over and super().has_change_permission(request, obj)

    def has_end_permission(self, request: HttpRequest, pk: Any = None) -> bool:  # noqa: ARG002 -- a claim that ended has no buttons
        """Return whether this person may end claims."""
        return super().has_change_permission(request)

    def write(self, row: Any, *, by: User, expected: int | None, given: dict[str, Any]) -> Any:  # noqa: ARG002 -- a claim that stands is not edited
        """Make the claim, or propose it; one that stands is ended by its button."""
        if row.pk is not None:
            return row
        given.pop("why", None)
        over = given.pop("over", False)
        try:
            return tag_partner(by=by, **given)
        except TagTakenError as error:
            if over:
                raise AskedError(settling(given)) from error
            raise ValidationError(str(error)) from error

    @action(description="End", permissions=["end"], icon="event_busy")
    def end_record(self, request: HttpRequest, obj: Any) -> None:
        """End the claim before its time."""
        end_tag(obj, by=person(request), reason=request.POST.get("why", ""))
        messages.success(request, f"{obj.partner} holds {obj.contact} no longer.")
