"""The record of what happened: audit events, the outbox and idempotency keys."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from core.choices import UserKind
from core.models.functions import CurrentTransaction, RandomUuid


class AuditEvent(models.Model):
    """One act of one actor, written in the transaction of the act and never changed.

    `payload` names fields and counts; values of people stand in the history tables, where
    privacy erasure can reach them. The database sets `xid`, `payload_hash` (salted) and
    `row_hash`; an erasure may redact payload and salt, and the row hash holds all the same.
    """

    at = models.DateTimeField(db_default=Now())
    xid = models.BigIntegerField(db_default=CurrentTransaction())
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_kind = models.CharField(max_length=10, choices=UserKind, blank=True)
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=60, blank=True)
    object_uid = models.UUIDField(null=True)
    object_version = models.PositiveIntegerField(null=True)
    proposal_uid = models.UUIDField(null=True)
    batch_uid = models.UUIDField(null=True)
    request_id = models.CharField(max_length=64, blank=True)
    payload = models.JSONField(default=dict)
    salt = models.UUIDField(db_default=RandomUuid(), null=True, editable=False)
    payload_hash = models.CharField(
        max_length=64, db_default="", editable=False, help_text="sha256 of salt and payload."
    )
    row_hash = models.CharField(
        max_length=64,
        db_default="",
        editable=False,
        help_text="sha256 of the payload hash and every other column.",
    )

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(name="audit_object", fields=["object_type", "object_uid", "-id"]),
            models.Index(
                name="audit_batch",
                fields=["batch_uid"],
                condition=models.Q(batch_uid__isnull=False),
            ),
            models.Index(name="audit_order", fields=["xid", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.action} at {self.at:%Y-%m-%d %H:%M}"


class ChangeEvent(models.Model):
    """The outbox: one change of one canonical row, written by the database itself.

    A consumer reads rows in the order of (`xid`, `id`) whose `xid` lies below the oldest running
    transaction, so it never skips an event that commits late: a lower id may belong to a later
    transaction.
    """

    id = models.BigAutoField(primary_key=True)
    xid = models.BigIntegerField(db_default=CurrentTransaction())
    at = models.DateTimeField(db_default=Now())
    entity_type = models.CharField(max_length=60)
    entity_uid = models.UUIDField()
    version = models.PositiveIntegerField()
    op = models.CharField(max_length=20)
    changed_fields = models.JSONField(default=list)
    cause = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(name="change_entity", fields=["entity_uid", "id"]),
            models.Index(name="change_feed", fields=["xid", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.op} {self.entity_type} {self.entity_uid}"


class IdempotencyRecord(models.Model):
    """The first answer to a request that carried an Idempotency-Key, given again to repeats."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    method = models.CharField(max_length=10)
    path = models.CharField(max_length=500)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True, help_text="Empty while in flight.")
    response = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(name="idempotency_once", fields=["actor", "key"]),
        ]

    def __str__(self) -> str:
        return self.key
