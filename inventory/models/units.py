"""Units and the prices they had."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Now, NullIf
from django.utils import timezone

from core.choices import Currency
from core.models import CanonicalModel, UuidV7, one_of
from core.models.checks import a_number, money, one_of_or_empty
from inventory.choices import Facing, UnitStatus
from inventory.models.projects import Project, Tower, UnitType, areas_nest


class Unit(CanonicalModel):
    """One home, office, shop or plot that can be sold once.

    Change `list_price` by `inventory.services.reprice_unit`, which keeps the price it had.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="units")
    tower = models.ForeignKey(
        Tower,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        help_text="Villas: none.",
    )
    unit_type = models.ForeignKey(
        UnitType, models.PROTECT, null=True, blank=True, related_name="units"
    )
    number = models.CharField(max_length=40)
    floor = models.SmallIntegerField(null=True, blank=True, help_text="0 is the ground floor.")
    facing = models.CharField(max_length=2, choices=Facing, blank=True)
    carpet_sqft = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="RERA carpet area; empty where only the built-up area is published.",
    )
    built_up_sqft = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    super_sqft = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    list_price = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, choices=Currency, blank=True)
    priced_at = models.DateTimeField(
        default=timezone.now, editable=False, help_text="Since when the list price holds."
    )
    price_per_sqft = models.GeneratedField(
        expression=F("list_price") / NullIf(F("carpet_sqft"), Value(0)),
        output_field=models.DecimalField(max_digits=16, decimal_places=2),
        db_persist=True,
        help_text="List price for one square foot of carpet area.",
    )
    parking = models.PositiveSmallIntegerField(default=0, help_text="Spaces included.")
    # a unit on hold for a deal stays available here: holds end by the clock
    status = models.CharField(max_length=12, choices=UnitStatus, default=UnitStatus.AVAILABLE)

    class Meta:
        ordering = ["project", "tower", "number"]
        constraints = [
            one_of("unit_status_known", "status", UnitStatus),
            one_of_or_empty("unit_facing_known", "facing", Facing),
            models.UniqueConstraint(
                name="unit_once_per_tower",
                fields=["tower", "number"],
                condition=Q(tower__isnull=False),
            ),
            models.UniqueConstraint(
                name="unit_once_per_project",
                fields=["project", "number"],
                condition=Q(tower__isnull=True),
            ),
            areas_nest("unit_areas_nest"),
            money("unit_price_has_currency", "list_price", "currency"),
            a_number(
                "unit_is_measured_in_numbers",
                *("carpet_sqft", "built_up_sqft", "super_sqft", "list_price"),
            ),
        ]
        indexes = [
            models.Index(name="unit_stock", fields=["project", "status", "list_price"]),
        ]

    def __str__(self) -> str:
        return f"{self.tower or self.project} {self.number}"

    def clean(self) -> None:
        """Say in words what the composite foreign keys hold: parts are of the unit's project."""
        for part in (self.tower, self.unit_type):
            if part is not None and part.project_id != self.project_id:
                raise ValidationError(f"{part} is not of the project {self.project}.")


class PriceRevision(models.Model):
    """One list price a unit had, and the time it held; written when another replaced it.

    Append-only. The price of today stands on the unit, with `priced_at`.
    """

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="price_revisions")
    price = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3, choices=Currency)
    effective = DateTimeRangeField(help_text="First moment included, last excluded.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was replaced.")
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="The person who set the price after this one.",
    )
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["unit", "-id"]
        constraints = [
            one_of("price_revision_currency_known", "currency", Currency),
            models.CheckConstraint(name="price_revision_not_negative", condition=Q(price__gte=0)),
            a_number("price_revision_is_number", "price"),
            models.CheckConstraint(
                name="price_revision_has_an_end",
                condition=Q(effective__endswith__isnull=False)
                & Q(effective__startswith__isnull=False),
            ),
            ExclusionConstraint(
                name="price_revision_one_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("effective", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.currency} {self.price}"
