"""Rows between the file and the graph: typed values, and what each row will become."""

from django.db import models
from django.db.models import Q

from core.models import one_of
from imports.choices import RowOutcome


class NormalisedRow(models.Model):
    """One row's typed values under the confirmed mapping, with what could not be understood.

    `entity` holds golden fields, `points` contact points, `extra` the values that stay on the
    source record. Cells are accounted for: every filled cell is projected, parked or rejected.
    """

    pk = models.CompositePrimaryKey("batch_id", "row_no")
    batch = models.ForeignKey(
        "imports.RawBatch",
        models.PROTECT,
        related_name="normalised",
        db_index=False,
        db_constraint=False,
    )
    row_no = models.IntegerField()
    name_key = models.TextField(help_text="The folded name, for comparing people who share a key.")
    external_id = models.TextField(blank=True)
    entity = models.JSONField(default=dict)
    points = models.JSONField(default=list, help_text="[{kind, value, raw, label, key, column}]")
    extra = models.JSONField(default=dict)
    issues = models.JSONField(null=True, help_text="[{column, code, message, raw, suggestion}]")
    mask = models.BigIntegerField(default=0)
    projected = models.SmallIntegerField(default=0)
    parked = models.SmallIntegerField(default=0)
    rejected = models.SmallIntegerField(default=0)
    refusal = models.TextField(blank=True, help_text="Why the whole row cannot be imported.")

    class Meta:
        ordering = ["batch", "row_no"]
        indexes = [
            models.Index(
                name="normalised_with_issues",
                fields=["batch", "row_no"],
                condition=Q(issues__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.row_no}"


class Resolution(models.Model):
    """What one row will become: a new contact, a known one, or a question for a person."""

    pk = models.CompositePrimaryKey("batch_id", "row_no")
    batch = models.ForeignKey(
        "imports.RawBatch",
        models.PROTECT,
        related_name="resolutions",
        db_index=False,
        db_constraint=False,
    )
    row_no = models.IntegerField()
    outcome = models.CharField(max_length=10, choices=RowOutcome)
    target_id = models.BigIntegerField(null=True, help_text="The contact or account it matches.")
    target_row = models.IntegerField(null=True, help_text="An earlier row that is the same person.")
    known_id = models.BigIntegerField(
        null=True, help_text="The result of an earlier file whose record this row tells anew."
    )
    changes = models.JSONField(
        null=True,
        help_text="What differs from the earlier file: field -> empty if taken over, else why not.",
    )
    reason = models.TextField(blank=True)
    candidates = models.JSONField(null=True, help_text="Ids that a person has to choose from.")
    decided_by = models.ForeignKey(
        "core.User", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["batch", "row_no"]
        constraints = [
            one_of("resolution_outcome_known", "outcome", RowOutcome),
            models.CheckConstraint(
                name="resolution_match_has_target",
                condition=~Q(outcome=RowOutcome.MATCH)
                | Q(target_id__isnull=False)
                | Q(target_row__isnull=False)
                | Q(known_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="resolution_outcome", fields=["batch", "outcome", "row_no"]),
        ]

    def __str__(self) -> str:
        return f"row {self.row_no}: {self.get_outcome_display()}"
