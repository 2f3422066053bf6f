"""What machines conclude about a record."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from activities.querysets import targets_changeable_by, targets_visible_to
from core.models import CanonicalModel, User, one_of
from core.models.checks import exactly_one, in_range, json_is, one_of_or_empty
from opportunities.querysets import OfContactQuerySet
from oracle_bridge.choices import Feedback, InsightStatus


class InsightQuerySet(OfContactQuerySet):
    """Insights; whoever may see the subject may see them."""

    def visible_to(self, user: User) -> "InsightQuerySet":
        """Keep the insights on records this user may know of."""
        return self.filter(targets_visible_to(user))

    def changeable_by(self, user: User) -> "InsightQuerySet":
        """Keep the insights on records this user may change."""
        return self.filter(targets_changeable_by(user))


class Insight(CanonicalModel):
    """One conclusion of one machine about one record; it says nothing the reader cannot check.

    `based_on` lists the records it was drawn from as `{"entity", "uid", "version"}`; it is stale
    when one of them has moved on since.
    """

    contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, null=True, blank=True, related_name="insights"
    )
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, blank=True, related_name="insights"
    )
    opportunity = models.ForeignKey(
        "opportunities.Opportunity",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="insights",
    )
    kind = models.SlugField(max_length=60, help_text="As its producer classes it: next_action.")
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    confidence = models.FloatField(help_text="0 to 1, by the producer.")
    produced_by = models.ForeignKey("core.SourceSystem", models.PROTECT, related_name="insights")
    external_id = models.CharField(max_length=200, blank=True, help_text="Its id there.")
    model_version = models.CharField(max_length=60, blank=True)
    based_on = models.JSONField(default=list, blank=True)
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=InsightStatus, default=InsightStatus.ACTIVE)
    feedback = models.CharField(max_length=6, choices=Feedback, blank=True)

    objects = InsightQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            exactly_one("insight_has_one_subject", "contact", "account", "opportunity"),
            one_of("insight_status_known", "status", InsightStatus),
            one_of_or_empty("insight_feedback_known", "feedback", Feedback),
            in_range("insight_confidence_range", "confidence", 0, 1),
            json_is("insight_data_is_object", "data", "object"),
            json_is("insight_based_on_is_array", "based_on", "array"),
            models.CheckConstraint(
                name="insight_expires_later",
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("at")),
            ),
            models.UniqueConstraint(
                name="insight_once_per_producer",
                fields=["produced_by", "external_id"],
                condition=~Q(external_id=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title
