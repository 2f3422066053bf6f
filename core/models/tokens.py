"""What a token may do, and from where it may call."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class TokenGrant(models.Model):
    """The scopes and networks of one token of knox; they end with the token.

    A scope is `<family>:<verb>`, the first part of a path under `/api/v1/` and read, write or
    resolve: `contacts:read`; `*:read` reads everything, `*` may do all its login may. A machine's
    token without a grant may do nothing.
    """

    token = models.OneToOneField(
        "knox.AuthToken", models.CASCADE, primary_key=True, related_name="grant"
    )
    name = models.CharField(max_length=120, blank=True, help_text="What it is for.")
    scopes = ArrayField(models.CharField(max_length=60))
    networks = ArrayField(
        models.CharField(max_length=43),
        default=list,
        blank=True,
        help_text="Where it may call from, as 10.0.0.0/8; empty: from anywhere.",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name or str(self.pk)[:8]
