"""The crosswalk: which source record belongs to which entity, and what it contributed."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.models import UuidV7, one_of
from identity.choices import CrosswalkOutcome, RevertOutcome


class SourceRecord(models.Model):
    """One appearance of an entity in one source, and the golden values it gave.

    `batch_id` and `row_no` name the raw row (imports keeps it for ever). `mask` has a bit for
    every canonical field the record wrote (imports.selectors.FIELD_BITS); with the batch's
    mapping it says which column and cell a value came from, at a tenth of the space of a row
    per field. A later appearance of the same external id supersedes this one.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(db_default=UuidV7(), editable=False)
    source = models.ForeignKey(
        "core.SourceSystem",
        models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    external_id = models.CharField(max_length=200, blank=True)
    contact = models.ForeignKey(
        "contacts.Contact",
        models.PROTECT,
        null=True,
        related_name="source_records",
        db_constraint=False,
    )
    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        null=True,
        related_name="source_records",
        db_constraint=False,
        db_index=False,  # crosswalk_of_account serves it
    )
    batch_id = models.BigIntegerField(help_text="imports.RawBatch; held by a database constraint.")
    row_no = models.IntegerField(help_text="The row's number as a spreadsheet shows it.")
    mask = models.BigIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=CrosswalkOutcome)
    version_after = models.PositiveIntegerField(
        help_text="The entity's version once this record was applied."
    )
    kept = models.JSONField(
        null=True, help_text="Values not taken because somebody else's stand: field -> value."
    )
    first_contact_id = models.BigIntegerField(
        null=True, help_text="Whose versions `version_after` counts, once a merge moved the row."
    )
    pinned = ArrayField(
        models.CharField(max_length=40),
        null=True,
        help_text="Attributes this record decides, whatever others say.",
    )
    ignored = ArrayField(
        models.CharField(max_length=40),
        null=True,
        help_text="Attributes in which this record is not believed.",
    )
    created_at = models.DateTimeField(db_default=Now())
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="supersedes",
        db_constraint=False,
        db_index=False,
    )
    ended_at = models.DateTimeField(null=True)
    reverted = models.CharField(
        max_length=10, choices=RevertOutcome, default=RevertOutcome.NONE, blank=True
    )
    revert_note = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                name="crosswalk_of_account",
                fields=["account"],
                condition=Q(account__isnull=False),
            ),
            models.Index(
                name="crosswalk_superseded",
                fields=["superseded_by"],
                condition=Q(superseded_by__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="crosswalk_of_one_entity",
                condition=Q(contact__isnull=True, account__isnull=False)
                | Q(contact__isnull=False, account__isnull=True),
            ),
            # each row of a file reaches the graph once, however often a worker is killed
            models.UniqueConstraint(
                name="crosswalk_contact_row_once",
                fields=["batch_id", "row_no"],
                condition=Q(contact__isnull=False),
            ),
            models.UniqueConstraint(
                name="crosswalk_account_row_once",
                fields=["batch_id", "row_no"],
                condition=Q(account__isnull=False),
            ),
            models.UniqueConstraint(
                name="crosswalk_contact_external_once",
                fields=["source", "external_id"],
                condition=Q(contact__isnull=False, ended_at__isnull=True) & ~Q(external_id=""),
            ),
            models.UniqueConstraint(
                name="crosswalk_account_external_once",
                fields=["source", "external_id"],
                condition=Q(account__isnull=False, ended_at__isnull=True) & ~Q(external_id=""),
            ),
            one_of("crosswalk_outcome_known", "outcome", CrosswalkOutcome),
            models.CheckConstraint(
                name="crosswalk_revert_ends_it",
                condition=Q(reverted="") | Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id or f'row {self.row_no}'}"


class FieldLock(models.Model):
    """One attribute of one person that nothing changes until somebody unlocks it.

    The database refuses an update of a locked column, whoever writes.
    """

    contact = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="locks")
    attribute = models.CharField(max_length=40, help_text="A column, or the group name or budget.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["contact", "attribute"]
        constraints = [
            models.UniqueConstraint(name="lock_once", fields=["contact", "attribute"]),
            models.CheckConstraint(name="lock_says_why", condition=~Q(reason__regex=r"^\s*$")),
        ]

    def __str__(self) -> str:
        return f"{self.attribute} of {self.contact}"
