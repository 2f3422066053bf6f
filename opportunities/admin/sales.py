"""Units on hold and booked: a hold ends by the clock, a booking moves by its buttons."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminSplitDateTimeWidget, UnfoldAdminTextInputWidget

from approvals.services import ApprovalError, propose
from core.admin import (
    CanonicalAdmin,
    ReadOnlyInline,
    VersionedForm,
    badge,
    money,
    person,
    updated_column,
    when,
)
from core.models import User
from inventory.registry import register_unit_inline
from opportunities.admin.asking import AskedError, AskingAdmin, AskingForm
from opportunities.choices import STANDING, BookingState, HoldStatus
from opportunities.models import Booking, UnitHold
from opportunities.selectors import cancellation, confirmation, taking
from opportunities.services import (
    BookingStateError,
    UnitTakenError,
    cancel_booking,
    draft_booking,
    extend_hold,
    hold_unit,
    release_hold,
    submit_booking,
    update_booking,
)

UNIT = ("unit__project", "unit__tower__project")
HOLDS = {"In force": "warning", "Over": "info", "Released": "info", "Became a booking": "success"}
BOOKINGS = {"submitted": "warning", "confirmed": "success", "cancelled": "danger"}
REFUSALS = (BookingStateError, UnitTakenError, ApprovalError)


class HoldInline(ReadOnlyInline):
    """The holds of a deal, or on a unit, one's own deals' alone."""

    model = UnitHold
    tab = True
    fields = ("unit", "opportunity", "held_by", "since", "until", "status", "reason")


class BookingInline(ReadOnlyInline):
    """The bookings of a deal, or of a unit, one's own deals' alone."""

    model = Booking
    tab = True
    fields = ("unit", "opportunity", "state", "agreement_value", "currency", "booked_at", "reason")


for _inline in (HoldInline, BookingInline):
    register_unit_inline(_inline)


class HoldForm(AskingForm):
    """A hold: until when it lasts is all that changes."""

    until = forms.SplitDateTimeField(
        widget=UnfoldAdminSplitDateTimeWidget, help_text="30 days at most."
    )
    reason = forms.CharField(
        required=False, max_length=300, label="Why", widget=UnfoldAdminTextInputWidget
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["until"] = self.instance.until


@admin.register(UnitHold)
class UnitHoldAdmin(AskingAdmin):
    """Units kept for deals; one that ended is read only."""

    through = ("opportunity",)
    written_as = "opportunities.opportunity"
    form = HoldForm
    list_display = (
        "unit",
        "opportunity",
        "held_by",
        "standing",
        when("until", "Until", ordering="period__endswith"),
    )
    list_select_related = (*UNIT, "opportunity", "held_by")
    list_filter = (("status", ChoicesDropdownFilter), ("unit", AutocompleteSelectFilter))
    search_fields = ("unit__number__istartswith", "opportunity__name")
    fieldsets = (
        (None, {"fields": ("unit", "opportunity", "until")}),
        ("If another deal holds it", {"fields": ("over", "reason")}),
    )
    actions_submit_line = ("release_record",)

    @display(description="Standing", ordering="period", label=HOLDS)
    def standing(self, hold: Any) -> str:
        """Return whether the hold keeps its unit from others now."""
        if hold.status != HoldStatus.ACTIVE:
            return str(hold.get_status_display())
        return "In force" if hold.in_force else "Over"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return the fieldsets; a hold that stands asks for nothing."""
        found = super().get_fieldsets(request, obj)
        return [found[0], *found[2:]] if obj else found

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return what a hold is about, too, once it stands."""
        fixed = ["unit", "opportunity"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether this person may write the hold; one that ended stays as it was."""
        return (obj is None or obj.in_force) and super().has_change_permission(request, obj)

    def has_release_permission(self, request: HttpRequest, pk: Any = None) -> bool:
        """Return whether this person may release the hold; one that ended has no buttons."""
        if not super().has_change_permission(request):
            return False
        return pk is None or self.changeable(request, UnitHold.objects.filter(pk=pk)).exists()

    def write(self, row: Any, *, by: User, expected: int | None, given: dict[str, Any]) -> Any:
        """Hold the unit, propose to, or let the hold end at another moment."""
        until = given.get("until")
        if row.pk is not None:
            return extend_hold(row, until=until, by=by, expected_version=expected) if until else row
        try:
            return hold_unit(row.unit, opportunity=row.opportunity, until=given["until"], by=by)
        except UnitTakenError as error:
            if not (given.get("over") and isinstance(error.kept, UnitHold)):
                raise ValidationError(str(error)) from error
            if not (reason := given.get("reason", "").strip()):
                raise ValidationError("Say why the unit shall go to this deal.") from error
            asked = taking(row.unit, row.opportunity, until=given["until"], reason=reason)
            raise AskedError(asked) from error

    @action(description="Release", permissions=["release"], icon="lock_open")
    def release_record(self, request: HttpRequest, obj: Any) -> None:
        """Give the unit free before its time."""
        release_hold(obj, by=person(request))
        messages.success(request, f"{obj.unit} is free.")


class BookingForm(VersionedForm):
    """A booking: its terms, and why it is cancelled when it is."""

    why = forms.CharField(
        required=False, max_length=300, label="Why cancelled", widget=UnfoldAdminTextInputWidget
    )


@admin.register(Booking)
class BookingAdmin(CanonicalAdmin):
    """Bookings: a draft is edited, then its buttons move it."""

    through = ("opportunity",)
    written_as = "opportunities.opportunity"
    form = BookingForm
    list_display = (
        "unit",
        "opportunity",
        badge("state", "State", BOOKINGS),
        money("agreement_value", "currency", "Agreement value"),
        "discount",
        when("booked_at", "Booked"),
        updated_column,
    )
    list_select_related = (*UNIT, "opportunity")
    list_filter = (("state", ChoicesDropdownFilter), ("unit", AutocompleteSelectFilter))
    search_fields = ("unit__number__istartswith", "opportunity__name")
    fieldsets = (
        (None, {"fields": ("opportunity", "unit", "state")}),
        (
            "Terms",
            {
                "fields": (
                    ("agreement_value", "currency"),
                    "booking_amount",
                    "payment_plan",
                )
            },
        ),
        (
            "How far it is",
            {
                "fields": (
                    "discount",
                    "warning",
                    "submitted_at",
                    "booked_at",
                    "cancelled_at",
                    "reason",
                    "why",
                )
            },
        ),
    )
    actions_submit_line = ("submit_record", "confirm_record", "cancel_record")
    ALWAYS = ("state", "discount", "warning", "submitted_at", "booked_at", "cancelled_at", "reason")
    TERMS = (
        "opportunity", "unit", "agreement_value", "currency", "booking_amount", "payment_plan",
    )  # fmt: skip

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return the fieldsets; how far it is says nothing of a new one."""
        found = super().get_fieldsets(request, obj)
        return found if obj else found[:2]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return the terms, too, once the booking is no draft."""
        fixed = self.TERMS if obj is not None and obj.state != BookingState.DRAFT else ()
        return [*super().get_readonly_fields(request, obj), *self.ALWAYS, *fixed]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether this person may write the booking; a cancelled one stays as it was."""
        over = getattr(obj, "state", "") == BookingState.CANCELLED
        return not over and super().has_change_permission(request, obj)

    def has_submit_permission(self, request: HttpRequest, pk: Any = None) -> bool:
        """Return whether there is a draft to submit."""
        return self._stands_in(request, pk, BookingState.DRAFT)

    def has_confirm_permission(self, request: HttpRequest, pk: Any = None) -> bool:
        """Return whether there is a submitted booking to confirm."""
        return self._stands_in(request, pk, BookingState.SUBMITTED)

    def has_cancel_permission(self, request: HttpRequest, pk: Any = None) -> bool:
        """Return whether there is a booking to cancel."""
        return self._stands_in(request, pk, BookingState.DRAFT, *STANDING)

    def write(self, row: Any, *, by: User, expected: int | None, given: dict[str, Any]) -> Any:
        """Save a draft; of a booking further on nothing but its buttons writes."""
        given.pop("why", None)
        if row.pk is None:
            return draft_booking(by=by, **given)
        if row.state != BookingState.DRAFT:
            return row
        return update_booking(row, by=by, expected_version=expected)

    @action(
        description="Submit",
        permissions=["submit"],
        icon="send",
        variant=ActionVariant.PRIMARY,
    )
    def submit_record(self, request: HttpRequest, obj: Any) -> None:
        """Take the unit off the market."""
        _or_say_why(lambda: submit_booking(obj, by=person(request)))
        messages.success(request, f"{obj.unit} is off the market; a founder confirms the booking.")

    @action(
        description="Propose to confirm",
        permissions=["confirm"],
        icon="task_alt",
        variant=ActionVariant.PRIMARY,
    )
    def confirm_record(self, request: HttpRequest, obj: Any) -> None:
        """Put the booking before a founder."""
        _or_say_why(lambda: propose(by=person(request), **confirmation(obj)))
        messages.success(request, "Proposed; a founder decides.")

    @action(description="Cancel the booking", permissions=["cancel"], icon="cancel")
    def cancel_record(self, request: HttpRequest, obj: Any) -> None:
        """End the booking, or propose to when it is confirmed."""
        reason, by = request.POST.get("why", ""), person(request)
        if obj.state == BookingState.CONFIRMED and reason.strip():
            _or_say_why(lambda: propose(by=by, **cancellation(obj, reason)))
            messages.success(request, "Proposed; a founder decides.")
            return
        _or_say_why(lambda: cancel_booking(obj, reason=reason, by=by))
        messages.success(request, f"The booking of {obj.unit} is cancelled.")

    def _stands_in(self, request: HttpRequest, pk: Any, *states: str) -> bool:
        if not super().has_change_permission(request):
            return False
        rows = Booking.objects.filter(pk=pk, state__in=states)
        return pk is None or self.changeable(request, rows).exists()


def _or_say_why(act: Any) -> None:
    """Do it; what is refused stands above the form."""
    try:
        act()
    except REFUSALS as error:
        raise ValidationError(str(error)) from error
