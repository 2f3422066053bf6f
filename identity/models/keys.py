"""What the matching engine keeps: match keys, stop keys, models, policies and scans."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.models import UuidV7, one_of
from identity.choices import ScanState

PROBABILITY = [MinValueValidator(0), MaxValueValidator(1)]


class MatchProfile(models.Model):
    """One living contact as the matcher reads it, with its match keys; derived.

    `keys` are 64-bit hashes, the most telling first; two contacts that share one are worth
    comparing. Not canonical:
    `identity.services.keeping` makes it anew from the contact at any time.
    """

    contact_id = models.BigIntegerField(primary_key=True)
    keys = ArrayField(models.BigIntegerField())
    person = models.TextField(
        help_text="The folded fields as JSON, as matching.Person orders them."
    )

    def __str__(self) -> str:
        return f"profile of {self.contact_id}"


class MatchKey(models.Model):
    """One match key of one profile; triggers keep these rows in step with `MatchProfile.keys`.

    Its index answers who stands behind a key without a look at the people.
    """

    pk = models.CompositePrimaryKey("key", "contact_id")
    key = models.BigIntegerField()
    contact_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.key} of {self.contact_id}"


class StopKey(models.Model):
    """A match key that too many share to tell anything: a switchboard, a broker, a common name."""

    key = models.BigIntegerField(primary_key=True)
    people = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.key}: {self.people} people"


class KeyPosition(models.Model):
    """How far the change feed has been read into the match keys; one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    xid = models.BigIntegerField(default=0)
    event = models.BigIntegerField(default=0)
    rules = models.SmallIntegerField(
        default=0, help_text="Rules that everybody's keys follow, or will once renewed."
    )
    renewed = models.BigIntegerField(
        null=True,
        help_text="While they are made anew: contacts up to this id follow the rules already.",
    )

    class Meta:
        constraints = [models.CheckConstraint(name="key_position_is_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.xid}, {self.event}"


class MatchModel(models.Model):
    """One version of the model as trained on this installation; the newest active one scores."""

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    version = models.CharField(max_length=40, unique=True)
    artifact = models.JSONField(help_text="Levels with m and u, slopes, interactions.")
    frequencies = models.JSONField(default=dict, help_text="Field -> value -> people.")
    people = models.IntegerField(help_text="Contacts it was measured on.")
    training = models.ForeignKey(
        "identity.Training",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What reviewers taught it; empty for the shipped model.",
    )
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.version


class MatchPolicy(models.Model):
    """From which probability pairs are proposed and linked; a source may have its own.

    Linking without a person is off until somebody switches it on.
    """

    source = models.ForeignKey(
        "core.SourceSystem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: every source without a policy of its own.",
    )
    auto_link = models.BooleanField(default=False)
    auto_from = models.DecimalField(
        max_digits=7, decimal_places=6, default="0.995000", validators=PROBABILITY
    )
    review_from = models.DecimalField(
        max_digits=7, decimal_places=6, default="0.200000", validators=PROBABILITY
    )
    check_share = models.DecimalField(
        max_digits=4,
        decimal_places=3,
        db_default=Decimal("0.020"),
        default=Decimal("0.020"),
        validators=PROBABILITY,
        help_text="Of the links it would make unasked, the share a person is asked about.",
    )

    class Meta:
        verbose_name_plural = "match policies"
        constraints = [
            models.UniqueConstraint(
                name="match_policy_once", fields=["source"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="match_policy_range",
                condition=Q(review_from__gte=0, auto_from__lte=1)
                & Q(review_from__lte=models.F("auto_from")),
            ),
            models.CheckConstraint(
                name="match_policy_check_share", condition=Q(check_share__gte=0, check_share__lte=1)
            ),
            models.CheckConstraint(
                name="match_policy_auto_is_strict",
                condition=Q(auto_link=False) | Q(auto_from__gte="0.99"),
            ),
        ]

    def __str__(self) -> str:
        return f"policy of {self.source}" if self.source_id else "policy"


class ScanRun(models.Model):
    """One scan of the whole database for duplicates; it goes on where it was stopped."""

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    state = models.CharField(max_length=10, choices=ScanState, default=ScanState.RUNNING)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    model_version = models.CharField(max_length=40)
    position = models.BigIntegerField(default=0, help_text="The last contact looked at.")
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    compared = models.BigIntegerField(default=0)
    found = models.IntegerField(default=0)
    accounts_found = models.IntegerField(default=0, db_default=0)
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            one_of("scan_state_known", "state", ScanState),
            models.UniqueConstraint(
                name="scan_one_at_a_time", fields=["state"], condition=Q(state="running")
            ),
        ]

    def __str__(self) -> str:
        return f"scan of {self.started_at:%Y-%m-%d %H:%M}"
