"""Links the policy would have made by itself, put to people to see how right it is."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.models.checks import a_number


class LinkCheck(models.Model):
    """One row of a file that was sure enough to be linked unasked, and what a person said of it."""

    source = models.ForeignKey(
        "core.SourceSystem", models.PROTECT, null=True, blank=True, related_name="+"
    )
    batch_id = models.BigIntegerField(help_text="Raw batch the row came with.")
    row_no = models.IntegerField()
    probability = models.DecimalField(max_digits=6, decimal_places=5)
    model_version = models.CharField(max_length=40)
    asked_at = models.DateTimeField(db_default=Now())
    right = models.BooleanField(null=True, help_text="Whether it was the person; empty: not said.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(name="link_check_once", fields=["batch_id", "row_no"]),
            models.CheckConstraint(
                name="link_check_answered_by_somebody",
                condition=Q(right__isnull=True, by__isnull=True, at__isnull=True)
                | Q(right__isnull=False, by__isnull=False, at__isnull=False),
            ),
            a_number("link_check_probability_is_number", "probability"),
        ]

    def __str__(self) -> str:
        return f"row {self.row_no} of batch {self.batch_id}"
