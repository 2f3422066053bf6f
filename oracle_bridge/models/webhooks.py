"""Who is told of changes by being called, and what became of each call."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from core.models import UuidV7, one_of
from core.models.checks import json_is
from oracle_bridge.choices import DeliveryState


class WebhookEndpoint(models.Model):
    """An address that is told what the change feed tells its owner.

    The secret is not kept: it is derived from the installation's key, the uid and `generation`.
    """

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    name = models.CharField(max_length=120)
    url = models.URLField(max_length=500)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="webhooks",
        help_text="Whose rights decide what it is told.",
    )
    types = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, help_text="Empty: all types."
    )
    active = models.BooleanField(default=True)
    stopped_because = models.CharField(max_length=300, blank=True, editable=False)
    generation = models.PositiveIntegerField(default=1, editable=False)
    position_xid = models.BigIntegerField(default=0, editable=False)
    position_id = models.BigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One message to one endpoint: sent until it is taken, or dead after the last try."""

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="deliveries")
    events = models.JSONField()
    state = models.CharField(
        max_length=9, choices=DeliveryState, default=DeliveryState.PENDING, editable=False
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    last_status = models.PositiveSmallIntegerField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "webhook deliveries"
        constraints = [
            one_of("delivery_state_known", "state", DeliveryState),
            json_is("delivery_events_is_array", "events", "array"),
            models.CheckConstraint(
                name="delivery_taken_says_when",
                condition=Q(state=DeliveryState.DELIVERED, delivered_at__isnull=False)
                | (~Q(state=DeliveryState.DELIVERED) & Q(delivered_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                name="delivery_waiting",
                fields=["endpoint", "id"],
                condition=Q(state=DeliveryState.PENDING),
            ),
        ]

    def __str__(self) -> str:
        return f"{len(self.events)} events to {self.endpoint}"
