"""What rows of files made, besides people and accounts."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.models import one_of
from identity.choices import RevertOutcome
from imports.choices import ResultKind


class RowResult(models.Model):
    """One interaction, task, note, deal, answer or insight that one row of a file made.

    It leads from the record back to the raw cells, and makes a row reach the graph once however
    often a worker is killed. `part` tells several results of one kind and row apart.
    """

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(
        "imports.RawBatch", models.PROTECT, related_name="results", db_index=False
    )
    row_no = models.IntegerField(help_text="The row's number as a spreadsheet shows it.")
    kind = models.CharField(max_length=12, choices=ResultKind)
    part = models.CharField(max_length=25, blank=True, help_text="The purpose of an answer.")
    target_id = models.BigIntegerField(help_text="The id of the record, in the table of its kind.")
    created_at = models.DateTimeField(db_default=Now())
    reverted = models.CharField(
        max_length=10, choices=RevertOutcome, default=RevertOutcome.NONE, blank=True
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            one_of("row_result_kind_known", "kind", ResultKind),
            models.CheckConstraint(
                name="row_result_revert_known",
                condition=Q(reverted__in=[outcome.value for outcome in RevertOutcome]),
            ),
            # each row of a file makes a thing once, however often a worker is killed
            models.UniqueConstraint(
                name="row_result_once", fields=["batch", "row_no", "kind", "part"]
            ),
            models.UniqueConstraint(name="row_result_of_one_row", fields=["kind", "target_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of row {self.row_no}"
