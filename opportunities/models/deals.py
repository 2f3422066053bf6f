"""Deals, who takes part in them, and the stages they passed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from core.choices import Currency, State, Visibility
from core.models import CanonicalModel, OwnedModel, UuidV7, one_of
from core.models.checks import a_number, exactly_one, in_range, money
from opportunities.choices import STANDING, PartyRole, StageCategory
from opportunities.models.stages import Pipeline, Stage


class Opportunity(OwnedModel):
    """One deal that may be won: a person, what they may buy, and how far it has come.

    The stage moves by `opportunities.services.move_stage` alone.
    """

    name = models.CharField(max_length=200)
    primary_contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, related_name="opportunities"
    )
    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opportunities",
        help_text="The buying entity, where it is not the person.",
    )
    project = models.ForeignKey(
        "inventory.Project", models.PROTECT, null=True, blank=True, related_name="opportunities"
    )
    unit = models.ForeignKey(
        "inventory.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opportunities",
        help_text="The unit on the table.",
    )
    stage = models.ForeignKey(Stage, models.PROTECT, editable=False, related_name="opportunities")
    stage_entered_at = models.DateTimeField(default=timezone.now, editable=False)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, choices=Currency, blank=True)
    expected_close = models.DateField(null=True, blank=True)
    probability = models.PositiveSmallIntegerField(default=0, help_text="Percent.")
    probability_overridden = models.BooleanField(
        default=False, help_text="A person set the probability; moves of stage leave it alone."
    )
    loss_reason = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it was won or lost."
    )
    source = models.ForeignKey(
        "core.SourceSystem", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-updated_at", "-id"]
        verbose_name_plural = "opportunities"
        constraints = [
            models.CheckConstraint(
                name="opportunity_has_a_name", condition=~Q(name__regex=r"^\s*$")
            ),
            one_of("opportunity_state_known", "state", State),
            one_of("opportunity_visibility_known", "visibility", Visibility),
            money("opportunity_amount_has_currency", "amount", "currency"),
            a_number("opportunity_amount_is_number", "amount"),
            in_range("opportunity_probability_range", "probability", 0, 100),
        ]
        indexes = [
            models.Index(name="opportunity_recent", fields=["-updated_at", "-id"]),
            models.Index(name="opportunity_owner_recent", fields=["owner", "-updated_at", "-id"]),
            models.Index(name="opportunity_team_recent", fields=["team", "-updated_at", "-id"]),
            models.Index(name="opportunity_board", fields=["stage", "-stage_entered_at"]),
            models.Index(name="opportunity_closing", fields=["expected_close", "id"]),
            models.Index(name="opportunity_still", fields=["stage_entered_at", "id"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def pipeline(self) -> Pipeline:
        """The pipeline the stage belongs to."""
        return self.stage.pipeline

    @property
    def is_open(self) -> bool:
        """Whether the deal is neither won nor lost."""
        return self.stage.category == StageCategory.OPEN

    @property
    def active_hold(self) -> models.Model | None:
        """What keeps a unit for the deal now: the booking that stands, else the hold in force."""
        booked: models.Model | None = self.bookings.filter(state__in=STANDING).first()
        return booked or self.holds.in_force().first()

    @property
    def primary_buyer(self) -> "OpportunityParty | None":
        """The party that buys, while it plays that part."""
        return self.parties.filter(is_primary=True, until__isnull=True).first()


class OpportunityParty(CanonicalModel):
    """One person's or organisation's part in one deal, for a time."""

    opportunity = models.ForeignKey(Opportunity, models.PROTECT, related_name="parties")
    contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, null=True, blank=True, related_name="deal_parts"
    )
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, blank=True, related_name="deal_parts"
    )
    role = models.CharField(max_length=15, choices=PartyRole)
    is_primary = models.BooleanField(default=False)
    until = models.DateField(
        null=True, blank=True, help_text="Last day; empty while the part is played."
    )

    class Meta:
        ordering = ["opportunity", "-is_primary", "id"]
        verbose_name_plural = "opportunity parties"
        constraints = [
            one_of("party_role_known", "role", PartyRole),
            exactly_one("party_is_one", "contact", "account"),
            models.UniqueConstraint(
                name="party_one_primary",
                fields=["opportunity"],
                condition=Q(is_primary=True, until__isnull=True),
            ),
            models.UniqueConstraint(
                name="party_once_while_current",
                fields=["opportunity", "role", "contact", "account"],
                condition=Q(until__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="party_primary_is_the_buyer",
                condition=Q(is_primary=False)
                | Q(role=PartyRole.PRIMARY_BUYER, contact__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact or self.account}: {self.get_role_display()}"


class StageHistory(models.Model):
    """One move of one deal into a stage; append-only, so it left when the next row begins."""

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    opportunity = models.ForeignKey(Opportunity, models.PROTECT, related_name="stage_history")
    from_stage = models.ForeignKey(
        Stage,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty for the stage a deal began in.",
    )
    to_stage = models.ForeignKey(Stage, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["opportunity", "entered_at", "id"]
        verbose_name_plural = "stage history"
        constraints = [
            models.UniqueConstraint(
                name="stage_history_one_beginning",
                fields=["opportunity"],
                condition=Q(from_stage__isnull=True),
            ),
        ]
        indexes = [
            models.Index(name="stage_history_order", fields=["opportunity", "entered_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity}: {self.to_stage}"
