"""What proves the record: seals over audit events, and the erasures that may redact them."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from core.models.functions import CurrentTransaction, UuidV7


class AuditSeal(models.Model):
    """One closed window of audit events, chained to the window before it.

    A window holds the events after the previous seal's last position up to its own, in the order
    of (`xid`, `id`). `digest` is the sha256 of the events' row hashes, `hash` the sha256 of
    `previous|number|last_xid|last_id|events|digest`.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    first_id = models.BigIntegerField(help_text="The lowest event id inside.")
    last_xid = models.BigIntegerField()
    last_id = models.BigIntegerField(help_text="With last_xid, where the window ends.")
    events = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True, help_text="Hash of the seal before.")
    hash = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                name="seal_begins_or_continues",
                condition=models.Q(number=1, previous="")
                | (models.Q(number__gt=1) & ~models.Q(previous="")),
            ),
        ]

    def __str__(self) -> str:
        return f"seal {self.number}"


class Erasure(models.Model):
    """One erasure of one person's values.

    While its transaction runs, tables of record may be redacted, and never otherwise (see
    `core_refuse`).
    """

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    at = models.DateTimeField(db_default=Now())
    xid = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    object_type = models.CharField(max_length=60)
    object_uid = models.UUIDField()
    proposal_uid = models.UUIDField(null=True)
    grounds = models.CharField(max_length=300)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"erasure of {self.object_type} {self.object_uid}"
