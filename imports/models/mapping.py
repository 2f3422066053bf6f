"""Which column means what."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.models import UuidV7, one_of
from imports.choices import ColumnDecision, Entity, ManifestState


class MappingProfile(models.Model):
    """A confirmed mapping kept for the next file with the same headers."""

    source = models.ForeignKey("core.SourceSystem", models.PROTECT, related_name="profiles")
    header_fingerprint = models.CharField(max_length=64)
    entity = models.CharField(max_length=12, choices=Entity)
    targets = models.JSONField(help_text="One target per column, in order.")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["source", "-updated_at"]
        constraints = [
            models.UniqueConstraint(
                name="profile_once_per_header", fields=["source", "header_fingerprint"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}, {len(self.targets)} columns"


class MappingManifest(models.Model):
    """One version of the mapping of one batch."""

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    batch = models.ForeignKey("imports.RawBatch", models.PROTECT, related_name="manifests")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=ManifestState, default=ManifestState.PROPOSED)
    content_hash = models.CharField(max_length=64, help_text="sha256 of the columns' decisions.")
    from_profile = models.ForeignKey(
        MappingProfile, models.SET_NULL, null=True, related_name="manifests"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["batch", "-version"]
        constraints = [
            models.UniqueConstraint(name="manifest_version_once", fields=["batch", "version"]),
            models.UniqueConstraint(
                name="manifest_one_approved",
                fields=["batch"],
                condition=Q(state=ManifestState.APPROVED),
            ),
            models.CheckConstraint(
                name="manifest_approved_by_somebody",
                condition=~Q(state=ManifestState.APPROVED) | Q(approved_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"mapping {self.version} of {self.batch}"


class ColumnMapping(models.Model):
    """What one column of one mapping means, how sure that is, and why."""

    manifest = models.ForeignKey(MappingManifest, models.CASCADE, related_name="columns")
    position = models.PositiveIntegerField()
    header = models.TextField(blank=True)
    target = models.CharField(max_length=60, blank=True, help_text="contact.phone, account.name.")
    attrs = models.JSONField(default=dict, help_text="type: mobile, work, home; rank.")
    decision = models.CharField(max_length=10, choices=ColumnDecision)
    confidence = models.FloatField(
        default=0, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    reason = models.TextField(blank=True)
    alternatives = models.JSONField(default=list)
    samples = models.JSONField(default=list)
    format = models.JSONField(default=dict, help_text="What was decided for the whole column.")

    class Meta:
        ordering = ["manifest", "position"]
        constraints = [
            models.UniqueConstraint(name="column_once", fields=["manifest", "position"]),
            one_of("column_decision_known", "decision", ColumnDecision),
            models.CheckConstraint(
                name="column_mapped_has_target",
                condition=Q(decision=ColumnDecision.MAPPED) & ~Q(target="")
                | ~Q(decision=ColumnDecision.MAPPED) & Q(target=""),
            ),
            models.CheckConstraint(
                name="column_ignored_says_why",
                condition=~Q(decision=ColumnDecision.IGNORED) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.header} → {self.target or self.get_decision_display()}"
