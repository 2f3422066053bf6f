"""Records that one proposal at a time may be about."""

from django.db import models
from django.db.models.functions import Now


class ExclusiveKey(models.Model):
    """One record held by one open proposal: a merge, an unmerge, an erasure, an undone import.

    The database frees the key when the proposal is over.
    """

    key = models.CharField(max_length=120, unique=True, help_text="Type and uid: contact:<uid>.")
    proposal = models.ForeignKey("approvals.Proposal", models.PROTECT, related_name="holds")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key
