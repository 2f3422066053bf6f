"""What people want, what would fit, and what they went to see."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import NullIf
from django.utils import timezone

from contacts.models import Contact
from core.models import CanonicalModel, one_of
from core.models.checks import exactly_one, in_range, json_is, one_of_or_empty
from opportunities.choices import InterestLevel, VisitStatus, VisitVerification
from opportunities.models.deals import Opportunity
from opportunities.querysets import OfContactQuerySet


class PropertyInterest(CanonicalModel):
    """One person's interest in one unit, one type of unit, one project, or in what they describe.

    `criteria` describes freely: micro_markets, configurations, carpet_sqft [low, high], price
    {low, high, currency}, floors [low, high], facing, possession_by.
    """

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="interests")
    unit = models.ForeignKey(
        "inventory.Unit", models.PROTECT, null=True, blank=True, related_name="interests"
    )
    unit_type = models.ForeignKey(
        "inventory.UnitType", models.PROTECT, null=True, blank=True, related_name="interests"
    )
    project = models.ForeignKey(
        "inventory.Project", models.PROTECT, null=True, blank=True, related_name="interests"
    )
    criteria = models.JSONField(default=dict, blank=True, help_text="Empty for a named property.")
    level = models.CharField(max_length=12, choices=InterestLevel, default=InterestLevel.ENQUIRED)
    reason = models.CharField(max_length=300, blank=True, help_text="Why they want or reject it.")
    first_at = models.DateTimeField(default=timezone.now, help_text="First sign of it.")
    last_at = models.DateTimeField(default=timezone.now, help_text="Last sign of it.")
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text="When it ended; a closed interest may return as a new one."
    )
    source = models.ForeignKey(
        "core.SourceSystem", models.PROTECT, null=True, blank=True, related_name="+"
    )
    confidence = models.FloatField(default=1, help_text="0 to 1; below 1 when a machine says so.")

    objects = OfContactQuerySet.as_manager()

    class Meta:
        ordering = ["contact", "-last_at", "-id"]
        constraints = [
            one_of("interest_level_known", "level", InterestLevel),
            json_is("interest_criteria_is_object", "criteria", "object"),
            exactly_one(
                "interest_has_one_target",
                "unit",
                "unit_type",
                "project",
                NullIf(F("criteria"), Value({}, models.JSONField())),
            ),
            models.UniqueConstraint(
                name="interest_once_while_open",
                fields=["contact", "unit", "unit_type", "project", "criteria"],
                condition=Q(closed_at__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="interest_first_before_last", condition=Q(first_at__lte=F("last_at"))
            ),
            in_range("interest_confidence_range", "confidence", 0, 1),
        ]

    def __str__(self) -> str:
        target = self.unit or self.unit_type or self.project or "a property as described"
        return f"{self.contact}: {target}"


class PropertyMatch(models.Model):
    """How well one unit fits one described interest; computed, made anew, without history."""

    interest = models.ForeignKey(PropertyInterest, models.PROTECT, related_name="matches")
    unit = models.ForeignKey("inventory.Unit", models.PROTECT, related_name="matches")
    score = models.DecimalField(max_digits=5, decimal_places=2, help_text="0 to 100.")
    explanation = models.JSONField(
        default=list, help_text="One entry a criterion: wanted, has, points, hard_fail."
    )
    model_version = models.CharField(max_length=40)
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["interest", "-score", "id"]
        verbose_name_plural = "property matches"
        constraints = [
            models.UniqueConstraint(name="match_once", fields=["interest", "unit"]),
            in_range("match_score_range", "score", 0, 100),
            json_is("match_explanation_is_array", "explanation", "array"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} for {self.interest.contact}: {self.score}"


class SiteVisit(CanonicalModel):
    """One visit of one person to one project, planned or made."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="visits")
    opportunity = models.ForeignKey(
        Opportunity, models.PROTECT, null=True, blank=True, related_name="visits"
    )
    project = models.ForeignKey("inventory.Project", models.PROTECT, related_name="visits")
    unit = models.ForeignKey(
        "inventory.Unit", models.PROTECT, null=True, blank=True, related_name="visits"
    )
    scheduled_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=VisitStatus, default=VisitStatus.SCHEDULED)
    visited_at = models.DateTimeField(null=True, blank=True, help_text="Set when it was done.")
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_visits",
    )
    partner = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partner_visits",
        help_text="The broker firm that brought the client.",
    )
    transport = models.CharField(max_length=120, blank=True)
    feedback = models.TextField(blank=True)
    verification = models.CharField(max_length=6, choices=VisitVerification, blank=True)
    sentinel_session_ref = models.CharField(
        max_length=120, blank=True, help_text="Sentinel's name for its session of this visit."
    )

    objects = OfContactQuerySet.as_manager()

    class Meta:
        ordering = ["-scheduled_at", "-id"]
        constraints = [
            one_of("visit_status_known", "status", VisitStatus),
            one_of_or_empty("visit_verification_known", "verification", VisitVerification),
            models.CheckConstraint(
                name="visit_done_says_when",
                condition=Q(status=VisitStatus.DONE, visited_at__isnull=False)
                | (~Q(status=VisitStatus.DONE) & Q(visited_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(name="visit_contact", fields=["contact", "-scheduled_at", "id"]),
            models.Index(name="visit_diary", fields=["host", "status", "scheduled_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.contact} at {self.project}"
