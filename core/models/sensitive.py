"""Which values are shown to whom, as rows an installation may change."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from core.choices import Mask
from core.models.canonical import one_of


class SensitiveField(models.Model):
    """One field whose value not everybody sees who sees the record.

    `seen_by` names the roles that see it; empty means every person but holders of none but the
    roles in `hidden_from`, and no service. Who sees everything sees it, the owner of the record
    where `owner_sees`. `approved_by` are the roles that decide about changes of it.
    """

    entity = models.CharField(max_length=60, help_text="contact, contactpoint ...")
    field = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    seen_by = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    hidden_from = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    owner_sees = models.BooleanField(default=True)
    approved_by = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    mask = models.CharField(max_length=8, choices=Mask, default=Mask.HIDDEN)

    class Meta:
        ordering = ["entity", "field"]
        constraints = [
            models.UniqueConstraint(name="sensitive_once", fields=["entity", "field"]),
            models.CheckConstraint(
                name="sensitive_level_range", condition=models.Q(level__range=(1, 3))
            ),
            one_of("sensitive_mask_known", "mask", Mask),
        ]

    def __str__(self) -> str:
        return f"{self.entity}.{self.field}"
