"""What the matcher learned from the decisions of reviewers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from core.models import UuidV7


class Training(models.Model):
    """One learning from the decisions of reviewers; never changed.

    It scores once somebody approved its proposal: the newest `MatchModel` then names it.
    """

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    version = models.CharField(max_length=40, unique=True)
    artifact = models.JSONField(help_text="Levels with m and u, slopes, interactions.")
    pairs = models.PositiveIntegerField(help_text="Decided pairs it was learned from.")
    same = models.PositiveIntegerField(help_text="Of these, how many are one person.")
    figures = models.JSONField(
        help_text="Loss, precision, recall of both models on decisions they had not seen."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="training_counts_fit", condition=Q(same__gte=0, same__lte=F("pairs"))
            ),
        ]

    def __str__(self) -> str:
        return self.version
