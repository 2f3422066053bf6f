"""Exports asked for over REST: which rows, and the file until it expires."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.models import UuidV7, one_of
from ops.choices import ExportKind, ExportState


class Export(models.Model):
    """One file somebody asked for. It holds what they saw; nobody else gets it.

    The rows are chosen when it is asked for and read when it is written; one the person may not
    see any more by then is left out. Expired, the ids and the file are gone and this line stays.
    """

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    kind = models.CharField(max_length=15, choices=ExportKind)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports"
    )
    ids = ArrayField(models.BigIntegerField(), default=list)
    filters = models.JSONField(
        default=list, help_text="Names of the filters; what was typed is not kept."
    )
    state = models.CharField(max_length=10, choices=ExportState, default=ExportState.WAITING)
    rows = models.PositiveIntegerField(help_text="Asked for; once it is ready, written.")
    file = models.FileField(upload_to="exports/", max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(null=True, help_text="Bytes.")
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            one_of("export_kind_known", "kind", ExportKind),
            one_of("export_state_known", "state", ExportState),
            models.CheckConstraint(
                name="export_ready_has_file",
                condition=~Q(state=ExportState.READY)
                | ~Q(file="") & ~Q(sha256="") & Q(expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="export_failed_says_why", condition=~Q(state=ExportState.FAILED) | ~Q(error="")
            ),
            models.CheckConstraint(
                name="export_expired_is_empty",
                condition=~Q(state=ExportState.EXPIRED) | Q(file="", ids=[]),
            ),
        ]
        indexes = [
            models.Index(name="export_of_person", fields=["requested_by", "-id"]),
            models.Index(
                name="export_open",
                fields=["id"],
                condition=Q(state__in=[ExportState.WAITING, ExportState.READY]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rows} {self.kind}"
