"""Which of our records is which of theirs."""

from django.db import models
from django.db.models import Q

from core.models import CanonicalModel, one_of
from oracle_bridge.choices import SyncDirection, SyncStatus


class EntityMapping(CanonicalModel):
    """One record of ours and its counterpart in one other system.

    After a merge one record may have several counterparts: one is primary, the rest are aliases
    that still resolve.
    """

    system = models.ForeignKey("core.SourceSystem", models.PROTECT, related_name="mappings")
    entity_type = models.CharField(max_length=60, help_text="Our name of it, such as contact.")
    local_uid = models.UUIDField(help_text="The uid of our record.")
    external_id = models.CharField(max_length=200)
    is_primary = models.BooleanField(default=True, help_text="No for an alias left by a merge.")
    direction = models.CharField(max_length=4, choices=SyncDirection, default=SyncDirection.BOTH)
    status = models.CharField(max_length=8, choices=SyncStatus, default=SyncStatus.PENDING)
    local_version_at_sync = models.PositiveIntegerField(null=True, blank=True)
    remote_modified_at = models.DateTimeField(null=True, blank=True)
    remote_hash = models.CharField(max_length=64, blank=True)
    local_hash = models.CharField(max_length=64, blank=True)
    retry_count = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["system", "entity_type", "id"]
        constraints = [
            one_of("mapping_direction_known", "direction", SyncDirection),
            one_of("mapping_status_known", "status", SyncStatus),
            models.CheckConstraint(name="mapping_has_an_external_id", condition=~Q(external_id="")),
            models.UniqueConstraint(
                name="mapping_once_by_external_id",
                fields=["system", "entity_type", "external_id"],
            ),
            models.UniqueConstraint(
                name="mapping_one_primary",
                fields=["system", "entity_type", "local_uid"],
                condition=Q(is_primary=True),
            ),
            models.CheckConstraint(
                name="mapping_failed_says_why",
                condition=~Q(status=SyncStatus.FAILED) | ~Q(last_error=""),
            ),
            models.CheckConstraint(
                name="mapping_synced_says_what",
                condition=~Q(status=SyncStatus.SYNCED) | Q(local_version_at_sync__isnull=False),
            ),
        ]
        indexes = [models.Index(name="mapping_local", fields=["local_uid"])]

    def __str__(self) -> str:
        return f"{self.entity_type} {self.local_uid} is {self.external_id} at {self.system}"
