"""What people said no to, and which sources lost their automatic approvals."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from approvals.choices import RejectionReason
from core.models import one_of
from core.models.checks import a_number


class RejectedValue(models.Model):
    """One value of one field of one record that a person turned down; append-only.

    The same producer cannot propose it again for REMEMBERED days unless it brings evidence that
    is not among `evidence`. Values stand here as hashes only.
    """

    proposal = models.ForeignKey(
        "approvals.Proposal", models.PROTECT, related_name="rejected_values"
    )
    producer = models.CharField(max_length=200, help_text="source:<code> or user:<username>.")
    target_type = models.CharField(max_length=60)
    target_uid = models.UUIDField()
    field = models.CharField(max_length=80)
    value_hash = models.CharField(max_length=64, help_text="sha256 of record, field and value.")
    evidence = ArrayField(
        models.CharField(max_length=64), default=list, help_text="sha256 of each piece."
    )
    reason_code = models.CharField(max_length=20, choices=RejectionReason)
    rejected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]
        constraints = [one_of("rejected_reason_known", "reason_code", RejectionReason)]
        indexes = [models.Index(name="rejected_lookup", fields=["target_uid", "value_hash"])]

    def __str__(self) -> str:
        return f"{self.field} of {self.target_type} {self.target_uid}"


class AutoApplySwitch(models.Model):
    """Automatic approval of one source turned off or on again; append-only, the newest counts.

    The machine turns it off when people accept too little of what the source proposes; a person
    turns it on again.
    """

    source = models.ForeignKey("core.SourceSystem", models.PROTECT, related_name="auto_switches")
    on = models.BooleanField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty when the calibration did it.",
    )
    reason = models.TextField()
    accepted = models.PositiveIntegerField(default=0)
    decided = models.PositiveIntegerField(default=0)
    threshold = models.DecimalField(max_digits=4, decimal_places=3, null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "auto-apply switches"
        constraints = [
            models.CheckConstraint(
                name="switch_people_turn_on", condition=Q(on=False) | Q(by__isnull=False)
            ),
            models.CheckConstraint(name="switch_says_why", condition=~Q(reason__regex=r"^\s*$")),
            a_number("switch_threshold_is_number", "threshold"),
        ]
        indexes = [models.Index(name="switch_newest", fields=["source", "-id"])]

    def __str__(self) -> str:
        return f"{self.source}: {'on' if self.on else 'off'}"
