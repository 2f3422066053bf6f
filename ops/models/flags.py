"""Feature flags: waffle's, with a stable answer per person and a history the database writes."""

import hashlib
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.http import HttpRequest
from waffle.models import AbstractBaseFlag

from core.models import User
from core.selectors.people import runs_the_house

BUCKETS = 10_000


def bucket(flag: str, user_id: int) -> int:
    """Return the place of a person in a rollout, 0 to 9,999: the same on every process, for ever.

    A person in the first tenth stays in while the share grows, and another flag shuffles anew.
    """
    digest = hashlib.sha256(f"{flag}:{user_id}".encode()).digest()
    return int.from_bytes(digest[:8]) % BUCKETS


class Flag(AbstractBaseFlag):
    """One switch of this installation: on, off, or rolled out to a share of the people.

    waffle draws lots and keeps the result in a cookie, so an API call and a page may disagree;
    here the share is a hash of the flag and the person. `staff` lets those who run the house in
    first; everybody who works with the product is staff to Django.
    """

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="flag_percent_range", condition=Q(percent__isnull=True) | Q(percent__gte=0)
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and forget what this process remembers; the others forget within two seconds."""
        super().save(*args, **kwargs)
        self.flush()

    @property
    def share(self) -> float:
        """The share of the people it is on for, in per cent: 0 is off, 100 on."""
        if self.everyone is not None:
            return 100.0 if self.everyone else 0.0
        return float(self.percent or 0)

    def is_active_for_user(self, user: User) -> bool | None:  # type: ignore[override]  # our users are all of this class
        """Return True for those inside, None for the rest (waffle's convention)."""
        if self.everyone is not None or not user.is_authenticated:
            return self.everyone
        if self.staff and runs_the_house(user):
            return True
        share = int((self.percent or Decimal(0)) * (BUCKETS // 100))
        return True if bucket(self.name, user.pk) < share else None

    def _is_active_for_percent(self, request: HttpRequest, read_only: bool) -> bool | None:  # noqa: ARG002, FBT001 -- waffle's hook
        """Decide nothing by lot: `is_active_for_user` has answered."""
        return None


class FlagChange(models.Model):
    """One change of one flag, written by the database whoever made it, and never changed."""

    at = models.DateTimeField(db_default=Now())
    flag = models.CharField(max_length=100)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(name="flag_change_flag", fields=["flag", "-id"])]

    def __str__(self) -> str:
        return f"{self.flag} at {self.at:%Y-%m-%d %H:%M}"
