"""What was exchanged with other systems, and up to where."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.models import UuidV7, one_of
from core.models.checks import json_is
from oracle_bridge.choices import RunState, SyncMode


class SyncRun(models.Model):
    """One exchange with one system: what came, what went, what it clashed with.

    People who came wait in `batch`, an import like any other, until somebody approves it.
    """

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    system = models.ForeignKey("core.SourceSystem", models.PROTECT, related_name="sync_runs")
    mode = models.CharField(max_length=11, choices=SyncMode)
    state = models.CharField(max_length=7, choices=RunState, default=RunState.RUNNING)
    since = models.DateTimeField(null=True, help_text="Empty for a full run.")
    upto = models.DateTimeField(
        null=True,
        help_text="The latest change seen, at most the moment the run began; the next watermark.",
    )
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    error = models.CharField(max_length=500, blank=True)
    batch = models.ForeignKey(
        "imports.RawBatch", models.PROTECT, null=True, related_name="sync_runs"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            one_of("sync_run_mode_known", "mode", SyncMode),
            one_of("sync_run_state_known", "state", RunState),
            json_is("sync_run_counts_is_object", "counts", "object"),
            models.CheckConstraint(
                name="sync_run_failed_says_why", condition=~Q(state="failed") | ~Q(error="")
            ),
            models.UniqueConstraint(
                name="sync_run_one_at_a_time", fields=["system"], condition=Q(state="running")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system} on {self.started_at:%Y-%m-%d %H:%M}"


class SyncWatermark(models.Model):
    """Up to where one system's changes of one kind are known; moved by complete runs alone."""

    system = models.ForeignKey("core.SourceSystem", models.PROTECT, related_name="watermarks")
    entity_type = models.CharField(max_length=60)
    cursor = models.DateTimeField(
        help_text="The latest change of theirs a complete run saw, at most the moment it began."
    )
    overlap_s = models.PositiveIntegerField(
        default=300, help_text="Seconds read again, for clocks that differ."
    )

    class Meta:
        ordering = ["system", "entity_type"]
        constraints = [
            models.UniqueConstraint(name="watermark_once", fields=["system", "entity_type"]),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.entity_type} up to {self.cursor:%Y-%m-%d %H:%M}"
