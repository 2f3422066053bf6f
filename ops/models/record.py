"""The record of operations: backups and drills that ran, releases that were put in service."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from core.models import one_of
from ops.choices import RunKind


class BackupRun(models.Model):
    """One run of a backup command, whether it succeeded or not.

    The backups themselves describe themselves in the vault; these rows are what health, metrics
    and people look at. A drill carries the measured recovery time and the recovery point.
    """

    kind = models.CharField(max_length=10, choices=RunKind)
    label = models.CharField(max_length=60, blank=True, help_text="The backup it was about.")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(db_default=Now())
    ok = models.BooleanField()
    error = models.TextField(blank=True)
    bytes = models.BigIntegerField(null=True)
    rto_seconds = models.FloatField(null=True, help_text="From the empty folder to an answer.")
    rpo_seconds = models.FloatField(
        null=True, help_text="Seconds of commits a loss of the server would have cost just then."
    )
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(name="backup_run_last", fields=["kind", "-ended_at"])]
        constraints = [
            one_of("backup_run_kind_known", "kind", RunKind),
            models.CheckConstraint(
                name="backup_run_failure_has_a_reason", condition=Q(ok=True) ^ ~Q(error="")
            ),
            models.CheckConstraint(
                name="backup_run_ends_after_it_began", condition=Q(ended_at__gte=F("began_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.label}".strip()


class Release(models.Model):
    """One release put in service by `manage.py upgrade`, with the migrations it stands on."""

    at = models.DateTimeField(db_default=Now())
    version = models.CharField(max_length=40)
    previous = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=80, blank=True, help_text="Of the image, if there is one.")
    by = models.CharField(max_length=120, help_text="The system account and host that ran it.")
    backup = models.CharField(max_length=60, blank=True, help_text="The backup taken before it.")
    migrations = models.JSONField(help_text="The last migration of every app: app -> name.")
    undone = models.BooleanField(default=False, help_text="This row records a rollback.")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.version} at {self.at:%Y-%m-%d %H:%M}"
