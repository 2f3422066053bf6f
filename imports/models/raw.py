"""Raw evidence: files and their rows, kept for ever as they came."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.models import UuidV7, one_of
from imports.choices import BatchState, Entity


class RawBatch(models.Model):
    """One file somebody brought, and how far its import has come.

    The file's own facts never change after receipt (a trigger holds that); the state and the
    counts move.
    """

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    source = models.ForeignKey("core.SourceSystem", models.PROTECT, related_name="batches")
    filename = models.CharField(max_length=255)
    file = models.FileField(upload_to="imports/%Y/%m/", max_length=300)
    sha256 = models.CharField(max_length=64, help_text="Of the file's bytes.")
    size = models.BigIntegerField(help_text="Bytes.")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    region_hint = models.CharField(
        max_length=2, blank=True, help_text="Country of phone numbers that carry no country code."
    )
    entity = models.CharField(max_length=12, choices=Entity, default=Entity.CONTACT)
    kind = models.CharField(max_length=10, blank=True, help_text="csv, xlsx, vcard or whatsapp.")
    encoding = models.CharField(max_length=40, blank=True)
    delimiter = models.CharField(max_length=10, blank=True)
    sheet = models.CharField(max_length=120, blank=True)
    header_row = models.IntegerField(null=True, help_text="Index of the header; empty: none.")
    header = models.JSONField(default=list)
    surroundings = models.JSONField(
        default=dict,
        help_text="Lines above and below, remarks on the file: {preamble, footer, remarks}.",
    )
    row_count = models.IntegerField(default=0)
    state = models.CharField(max_length=20, choices=BatchState, default=BatchState.RECEIVED)
    resume_state = models.CharField(max_length=20, choices=BatchState, blank=True)
    error = models.TextField(blank=True)
    progress = models.IntegerField(default=0, help_text="Rows done of the running step.")
    counts = models.JSONField(default=dict)
    seconds = models.JSONField(default=dict, help_text="Wall seconds per step.")
    proposal = models.ForeignKey(
        "approvals.Proposal", models.PROTECT, null=True, related_name="import_batches"
    )
    revert_proposal = models.ForeignKey(
        "approvals.Proposal", models.PROTECT, null=True, related_name="reverted_batches"
    )
    created_at = models.DateTimeField(db_default=Now())
    applied_at = models.DateTimeField(null=True, help_text="When its rows first reached the graph.")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "import"
        constraints = [
            one_of("batch_state_known", "state", BatchState),
            one_of("batch_entity_known", "entity", Entity),
            models.CheckConstraint(
                name="batch_failed_says_why",
                condition=~Q(state=BatchState.FAILED) | ~Q(error=""),
            ),
        ]
        indexes = [models.Index(name="batch_bytes", fields=["sha256"])]

    def __str__(self) -> str:
        return self.filename


class RawRecord(models.Model):
    """One row of a file: its cells in order, as they came; append-only."""

    pk = models.CompositePrimaryKey("batch_id", "row_no")
    batch = models.ForeignKey(
        RawBatch, models.PROTECT, related_name="rows", db_index=False, db_constraint=False
    )
    row_no = models.IntegerField(help_text="The row's number as a spreadsheet shows it.")
    cells = models.JSONField(help_text="Array of strings; duplicate headers survive.")
    row_sha256 = models.BinaryField(max_length=32, help_text="Of the cells' canonical JSON.")
    issues = models.JSONField(null=True, help_text="[{code, message}] of the reader.")

    class Meta:
        ordering = ["batch", "row_no"]

    def __str__(self) -> str:
        return f"row {self.row_no}"
