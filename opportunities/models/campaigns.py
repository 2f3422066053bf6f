"""Campaigns and the times they met somebody: what attribution is computed from."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from core.choices import Currency
from core.models import CanonicalModel, UuidV7, one_of
from core.models.checks import a_number, json_is, money
from opportunities.choices import AttributionModel, TouchKind
from opportunities.querysets import OfContactQuerySet


class Campaign(CanonicalModel):
    """One campaign as its source knows it."""

    source_system = models.ForeignKey("core.SourceSystem", models.PROTECT, related_name="campaigns")
    external_id = models.CharField(max_length=200, help_text="Its id at the source.")
    name = models.CharField(max_length=200)
    channel = models.CharField(max_length=60, blank=True, help_text="Meta, Google, hoarding.")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                name="campaign_once_per_source", fields=["source_system", "external_id"]
            ),
            models.CheckConstraint(
                name="campaign_starts_before_end",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lte=F("ends_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignTouch(models.Model):
    """One time a campaign met somebody; kept as received.

    Only the contact may change: it is found later, or merged into another.
    """

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    source_system = models.ForeignKey("core.SourceSystem", models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=200)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="touches")
    contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, null=True, blank=True, related_name="campaign_touches"
    )
    point_hash = models.CharField(
        max_length=64, blank=True, help_text="sha256 of the normalised phone or e-mail it met."
    )
    kind = models.CharField(max_length=10, choices=TouchKind)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())
    utm = models.JSONField(default=dict, blank=True, help_text="The utm parameters, as given.")
    cost = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, choices=Currency, blank=True)

    objects = OfContactQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_at", "-id"]
        verbose_name_plural = "campaign touches"
        constraints = [
            one_of("touch_kind_known", "kind", TouchKind),
            models.UniqueConstraint(
                name="touch_once_per_source", fields=["source_system", "external_id"]
            ),
            json_is("touch_utm_is_object", "utm", "object"),
            money("touch_cost_has_currency", "cost", "currency"),
            a_number("touch_cost_is_number", "cost"),
        ]
        indexes = [
            models.Index(name="touch_contact", fields=["contact", "occurred_at"]),
            models.Index(name="touch_point", fields=["point_hash"]),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.get_kind_display()}"


class Attribution(models.Model):
    """The share of one deal owed to one campaign under one model; computed, made anew."""

    opportunity = models.ForeignKey(
        "opportunities.Opportunity", models.PROTECT, related_name="attributions"
    )
    model = models.CharField(max_length=8, choices=AttributionModel)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="attributions")
    share = models.DecimalField(max_digits=7, decimal_places=6, help_text="Above 0, up to 1.")
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["opportunity", "model", "-share", "campaign"]
        constraints = [
            one_of("attribution_model_known", "model", AttributionModel),
            models.UniqueConstraint(
                name="attribution_once", fields=["opportunity", "model", "campaign"]
            ),
            models.CheckConstraint(
                name="attribution_share_range", condition=Q(share__gt=0, share__lte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share:.0%} of {self.opportunity} to {self.campaign}"
