"""Who asked to be forgotten, as keyed hashes nobody can read back."""

from django.db import models
from django.db.models.functions import Now


class Suppression(models.Model):
    """One number, address or source id of a person who was erased.

    `digest` is the HMAC-SHA256 of `kind:value` under PRIVACY_KEY: an import can tell that a row
    is about somebody who was erased, and nothing else can be learned of it.
    """

    digest = models.BinaryField(max_length=32, unique=True)
    kind = models.CharField(max_length=10, help_text="phone, email or source, for counting.")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} suppressed on {self.at:%Y-%m-%d}"
