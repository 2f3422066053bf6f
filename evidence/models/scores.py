"""The QD score: how it is configured, what it is now and what it was."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models import one_of
from core.models.checks import a_number, in_range, json_is
from evidence.choices import Band, Component, ConfigState
from opportunities.querysets import OfContactQuerySet


class QDConfig(models.Model):
    """One version of the weights; fixed from the day it is activated."""

    version = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=120)
    intent = models.PositiveSmallIntegerField(help_text="Weight of the component.")
    engagement = models.PositiveSmallIntegerField(help_text="Weight of the component.")
    fit = models.PositiveSmallIntegerField(help_text="Weight of the component.")
    readiness = models.PositiveSmallIntegerField(help_text="Weight of the component.")
    perception = models.PositiveSmallIntegerField(help_text="Weight of the component, up to 15.")
    prior = models.FloatField(default=0.5, help_text="What no evidence at all means, 0 to 1.")
    prior_mass = models.FloatField(
        default=4, help_text="How much evidence it takes to weigh as much as the prior."
    )
    state = models.CharField(max_length=7, choices=ConfigState, default=ConfigState.DRAFT)
    activated_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-version"]
        verbose_name = "QD configuration"
        constraints = [
            one_of("qd_config_state_known", "state", ConfigState),
            models.UniqueConstraint(
                name="qd_config_one_active",
                fields=["state"],
                condition=Q(state=ConfigState.ACTIVE),
            ),
            models.CheckConstraint(
                name="qd_config_perception_cap", condition=Q(perception__lte=15)
            ),
            models.CheckConstraint(
                name="qd_config_weighs_something",
                condition=Q(
                    intent__gt=-F("engagement") - F("fit") - F("readiness") - F("perception")
                ),
            ),
            in_range("qd_config_prior_range", "prior", 0, 1),
            models.CheckConstraint(name="qd_config_prior_weighs", condition=Q(prior_mass__gt=0)),
            a_number("qd_config_prior_mass_is_number", "prior_mass"),
            models.CheckConstraint(
                name="qd_config_activated_once",
                condition=Q(state=ConfigState.DRAFT, activated_at__isnull=True)
                | (~Q(state=ConfigState.DRAFT) & Q(activated_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (version {self.version})"


class QDScore(models.Model):
    """The score of one contact as it stands; derived, made anew from the evidence."""

    contact = models.OneToOneField(
        "contacts.Contact", models.PROTECT, primary_key=True, related_name="qd"
    )
    config = models.ForeignKey(QDConfig, models.PROTECT, related_name="scores", db_index=False)
    value = models.FloatField(help_text="0 to 100.")
    coverage = models.FloatField(help_text="0 to 1: how much evidence stands behind the value.")
    band = models.CharField(max_length=6, choices=Band)
    components = models.JSONField(
        default=dict, help_text="Name of a component to its value, coverage and weight."
    )
    computed_at = models.DateTimeField(default=timezone.now)

    objects = OfContactQuerySet.as_manager()

    class Meta:
        ordering = ["-value", "contact"]
        verbose_name = "QD score"
        constraints = [
            in_range("qd_value_range", "value", 0, 100),
            in_range("qd_coverage_range", "coverage", 0, 1),
            one_of("qd_band_known", "band", Band),
            json_is("qd_components_is_object", "components", "object"),
        ]

    def __str__(self) -> str:
        return f"{self.value:.0f} for {self.contact}"


class QDAggregate(models.Model):
    """The evidence of one contact for one component, summed by half-life and needed consent.

    `mass` is the sum of d and `lean` the sum of d*u at `as_of` (evidence.scoring); advancing time
    multiplies both by 2**(-days / half-life), so one more sign costs one addition. Derived.
    """

    contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, related_name="qd_aggregates", db_index=False
    )
    component = models.CharField(max_length=10, choices=Component)
    purpose = models.CharField(
        max_length=25, blank=True, help_text="The consent without which it does not count."
    )
    half_life_days = models.FloatField()
    mass = models.FloatField()
    lean = models.FloatField()
    as_of = models.DateTimeField()

    objects = OfContactQuerySet.as_manager()

    class Meta:
        ordering = ["contact", "component", "id"]
        verbose_name = "QD aggregate"
        constraints = [
            models.UniqueConstraint(
                name="qd_aggregate_once",
                fields=["contact", "component", "purpose", "half_life_days"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component} of {self.contact_id}"


class QDSnapshot(models.Model):
    """The score of one contact at one moment under one configuration; append-only."""

    contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, related_name="qd_snapshots", db_index=False
    )
    config = models.ForeignKey(QDConfig, models.PROTECT, related_name="snapshots", db_index=False)
    as_of = models.DateTimeField(default=timezone.now)
    value = models.FloatField(help_text="0 to 100.")
    coverage = models.FloatField(help_text="0 to 1.")
    components = models.JSONField(default=dict)
    top_evidence = ArrayField(
        models.UUIDField(), default=list, help_text="Uids of what moved it most, at most 20."
    )
    input_hash = models.CharField(
        max_length=64, help_text="sha256 of the evidence and weights it was computed from."
    )

    objects = OfContactQuerySet.as_manager()

    class Meta:
        ordering = ["contact", "-as_of", "-id"]
        verbose_name = "QD snapshot"
        constraints = [
            in_range("qd_snapshot_value_range", "value", 0, 100),
            in_range("qd_snapshot_coverage_range", "coverage", 0, 1),
            json_is("qd_snapshot_components_is_object", "components", "object"),
            models.CheckConstraint(
                name="qd_snapshot_top_20", condition=Q(top_evidence__len__lte=20)
            ),
        ]
        indexes = [models.Index(name="qd_timeline", fields=["contact", "config", "as_of"])]

    def __str__(self) -> str:
        return f"{self.value:.0f} for {self.contact} on {self.as_of:%Y-%m-%d}"
