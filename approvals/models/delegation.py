"""Deciding in somebody's place for a time."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from core.choices import UserKind
from core.models import UuidV7


class Delegation(models.Model):
    """One person lends another the right to decide, for some kinds and a time.

    The two kinds are held equal to the logins' by composite foreign keys, so no service is ever
    a delegate. Nothing changes but `revoked_at`, once.
    """

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    from_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations_given"
    )
    from_kind = models.CharField(max_length=10, default=UserKind.HUMAN, editable=False)
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations_held"
    )
    to_kind = models.CharField(max_length=10, default=UserKind.HUMAN, editable=False)
    kinds = ArrayField(
        models.CharField(max_length=80), help_text="Kinds of proposals; contact.* means them all."
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="delegation_between_people",
                condition=Q(from_kind=UserKind.HUMAN, to_kind=UserKind.HUMAN),
            ),
            models.CheckConstraint(
                name="delegation_to_somebody_else", condition=~Q(from_user=F("to_user"))
            ),
            models.CheckConstraint(
                name="delegation_takes_time", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="delegation_is_about_something", condition=Q(kinds__len__gte=1)
            ),
        ]
        indexes = [models.Index(name="delegation_held", fields=["to_user", "ends_at"])]

    def __str__(self) -> str:
        return f"{self.from_user} to {self.to_user}"
