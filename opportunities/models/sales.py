"""What a deal keeps from others: units on hold and units booked."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.choices import Currency
from core.models import CanonicalModel, User, one_of
from core.models.checks import a_number, range_has_ends
from opportunities.choices import STANDING, BookingState, HoldStatus
from opportunities.models.deals import Opportunity

PERCENT = 100
MOST_IN_ADVANCE = 10  # percent, before the agreement is registered: RERA Act 2016, section 13


class OfDealQuerySet(models.QuerySet[Any]):
    """Rows with an `opportunity`: whoever may see the deal may see them."""

    def visible_to(self, user: User) -> Self:
        """Keep the rows of the deals this user may know of."""
        return self.filter(opportunity__in=Opportunity.objects.visible_to(user).values("pk"))

    def changeable_by(self, user: User) -> Self:
        """Keep the rows of the deals this user may change."""
        return self.filter(opportunity__in=Opportunity.objects.changeable_by(user).values("pk"))


class HoldQuerySet(OfDealQuerySet):
    """Holds; a hold ends by the clock, so being in force is asked for and never stored."""

    def in_force(self) -> Self:
        """Keep the holds that keep their unit from others now."""
        return self.filter(status=HoldStatus.ACTIVE, period__contains=timezone.now())


class UnitHold(CanonicalModel):
    """One unit kept for one deal for a time; nothing has to run for the hold to end.

    The database lets no two active holds of a unit overlap.
    """

    unit = models.ForeignKey("inventory.Unit", models.PROTECT, related_name="holds")
    opportunity = models.ForeignKey(Opportunity, models.PROTECT, related_name="holds")
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    period = DateTimeRangeField(help_text="First moment included, last excluded.")
    status = models.CharField(max_length=10, choices=HoldStatus, default=HoldStatus.ACTIVE)
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="When it ended before its time; empty: by the clock."
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was released.")

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            one_of("hold_status_known", "status", HoldStatus),
            range_has_ends("hold_has_ends", "period"),
            models.CheckConstraint(
                name="hold_ended_says_when",
                condition=Q(status=HoldStatus.ACTIVE, ended_at__isnull=True)
                | (~Q(status=HoldStatus.ACTIVE) & Q(ended_at__isnull=False)),
            ),
            ExclusionConstraint(
                name="hold_one_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(status=HoldStatus.ACTIVE),
                violation_error_message="Another deal holds this unit then.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} for {self.opportunity}"

    @property
    def since(self) -> Any:
        """The moment it began."""
        return self.period.lower

    @property
    def until(self) -> Any:
        """The moment it ends by the clock."""
        return self.period.upper

    @property
    def in_force(self) -> bool:
        """Whether it keeps its unit from others now."""
        begun = self.period.lower <= timezone.now() < self.period.upper
        return self.status == HoldStatus.ACTIVE and begun


class Booking(CanonicalModel):
    """One deal's booking of one unit: drafted, submitted, confirmed, or cancelled.

    The database lets one booking of a unit be submitted or confirmed, and one of a deal stand
    that is not cancelled. It moves by the services of `opportunities.services.booking` alone.
    """

    opportunity = models.ForeignKey(Opportunity, models.PROTECT, related_name="bookings")
    unit = models.ForeignKey("inventory.Unit", models.PROTECT, related_name="bookings")
    state = models.CharField(
        max_length=10, choices=BookingState, default=BookingState.DRAFT, editable=False
    )
    agreement_value = models.DecimalField(max_digits=16, decimal_places=2)
    booking_amount = models.DecimalField(
        max_digits=16, decimal_places=2, null=True, blank=True, help_text="Paid to book."
    )
    currency = models.CharField(max_length=3, choices=Currency)
    list_price = models.DecimalField(
        max_digits=16,
        decimal_places=2,
        null=True,
        editable=False,
        help_text="Of the unit when the booking was submitted, in the same currency.",
    )
    payment_plan = models.CharField(
        max_length=120, blank=True, help_text="As agreed: construction-linked, 20:80."
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    booked_at = models.DateTimeField(null=True, editable=False, help_text="When it was confirmed.")
    cancelled_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(
        max_length=300, blank=True, editable=False, help_text="Why it was cancelled."
    )

    objects = OfDealQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            one_of("booking_state_known", "state", BookingState),
            one_of("booking_currency_known", "currency", Currency),
            models.CheckConstraint(
                name="booking_amounts_fit",
                condition=Q(agreement_value__gt=0)
                & (
                    Q(booking_amount__isnull=True)
                    | Q(booking_amount__gte=0, booking_amount__lte=F("agreement_value"))
                ),
            ),
            a_number(
                "booking_amounts_are_numbers",
                *("agreement_value", "booking_amount", "list_price"),
            ),
            models.CheckConstraint(
                name="booking_states_say_when",
                condition=Q(state=BookingState.DRAFT, submitted_at__isnull=True, booked_at=None)
                | Q(state=BookingState.SUBMITTED, submitted_at__isnull=False, booked_at=None)
                | Q(
                    state=BookingState.CONFIRMED,
                    submitted_at__isnull=False,
                    booked_at__isnull=False,
                )
                | Q(state=BookingState.CANCELLED),
            ),
            models.CheckConstraint(
                name="booking_cancelled_says_when_and_why",
                condition=(
                    Q(state=BookingState.CANCELLED, cancelled_at__isnull=False)
                    & ~Q(reason__regex=r"^\s*$")
                )
                | (~Q(state=BookingState.CANCELLED) & Q(cancelled_at__isnull=True)),
            ),
            models.UniqueConstraint(
                name="booking_one_per_unit",
                fields=["unit"],
                condition=Q(state__in=STANDING),
                violation_error_message="This unit is booked already.",
            ),
            models.UniqueConstraint(
                name="booking_one_per_deal",
                fields=["opportunity"],
                condition=~Q(state=BookingState.CANCELLED),
                violation_error_message="This deal has a booking already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} by {self.opportunity}"

    @property
    def discount(self) -> float | None:
        """Percent below the list price, that of today until it is submitted; None: unknown."""
        listed = self.list_price
        if self.submitted_at is None and self.unit.currency == self.currency:
            listed = self.unit.list_price
        if not listed:
            return None
        return round(float(PERCENT * (listed - self.agreement_value) / listed), 2)

    @property
    def warning(self) -> str:
        """What to beware of: in India a tenth at most is taken before the agreement."""
        due = (self.booking_amount or 0) * PERCENT > self.agreement_value * MOST_IN_ADVANCE
        if due and self.unit.project.country == "IN":
            return "More than 10 % of the value: register the agreement before taking it (RERA)."
        return ""

    def clean(self) -> None:
        """Say in words that a booking is of the project its deal is about."""
        project = self.opportunity.project_id if self.opportunity_id and self.unit_id else None
        if project is not None and project != self.unit.project_id:
            raise ValidationError({"unit": f"The deal is about {self.opportunity.project}."})
