"""Signs of life: when something that should happen regularly last happened."""

from django.db import models
from django.db.models.functions import Now


class Mark(models.Model):
    """The last time one regular thing happened: the worker answered, a backup was verified."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField(db_default=Now())
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "sign of life"
        verbose_name_plural = "signs of life"

    def __str__(self) -> str:
        return self.name
