"""Where values come from."""

from django.core.validators import MaxValueValidator
from django.db import models

from core.choices import SourceKind


class SourceSystem(models.Model):
    """A place values come from, and how far it is trusted."""

    code = models.SlugField(
        max_length=80, unique=True, help_text="Stable short name, such as hubspot or manual."
    )
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=SourceKind, default=SourceKind.FILE)
    base_trust = models.PositiveSmallIntegerField(
        default=50,
        validators=[MaxValueValidator(100)],
        help_text="0 to 100; decides between sources that disagree.",
    )
    owner = models.ForeignKey(
        "core.User", models.PROTECT, null=True, blank=True, related_name="sources"
    )
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="source_trust_range", condition=models.Q(base_trust__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code
