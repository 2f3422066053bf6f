"""What keeps a record in spite of a wish, and how long what is kept."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.models import UuidV7, one_of
from privacy.choices import Artifact, HoldReason


class LegalHold(models.Model):
    """One reason in law to keep one person's record: an erasure then only restricts it."""

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    contact = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="legal_holds")
    reason = models.CharField(max_length=10, choices=HoldReason)
    note = models.CharField(max_length=300, blank=True, help_text="Number of the case or law.")
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+"
    )
    placed_at = models.DateTimeField(db_default=Now(), editable=False)
    until = models.DateField(null=True, blank=True, help_text="Empty while it is in force.")

    class Meta:
        ordering = ["-id"]
        permissions = [
            ("answer_requests", "Can answer people's requests about their data"),
            ("break_glass", "Can open a restricted record for an hour, with a reason"),
        ]
        constraints = [
            one_of("hold_reason_known", "reason", HoldReason),
            models.UniqueConstraint(
                name="hold_once_in_force",
                fields=["contact", "reason"],
                condition=Q(until__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


class RetentionRule(models.Model):
    """How long one kind of thing is kept; `manage.py purge_expired` clears what is older."""

    artifact = models.CharField(max_length=12, choices=Artifact, unique=True)
    days = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["artifact"]
        constraints = [
            one_of("retention_artifact_known", "artifact", Artifact),
            models.CheckConstraint(name="retention_takes_a_day", condition=Q(days__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.get_artifact_display()}: {self.days} days"
