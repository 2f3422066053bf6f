"""What rows of files made or changed, besides people and accounts."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.models import one_of
from identity.choices import CrosswalkOutcome, RevertOutcome
from imports.choices import ResultKind


class RowResult(models.Model):
    """One interaction, task, note, deal, answer or insight that one row of a file made or changed.

    It leads from the record back to the raw cells, and makes a row reach the graph once however
    often a worker is killed. `part` tells several results of one kind and row apart. A row that
    changed nothing of a record it found changed at its source is `linked`.
    """

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(
        "imports.RawBatch", models.PROTECT, related_name="results", db_index=False
    )
    row_no = models.IntegerField(help_text="The row's number as a spreadsheet shows it.")
    kind = models.CharField(max_length=12, choices=ResultKind)
    part = models.CharField(max_length=25, blank=True, help_text="The purpose of an answer.")
    target_id = models.BigIntegerField(help_text="The id of the record, in the table of its kind.")
    outcome = models.CharField(
        max_length=10, choices=CrosswalkOutcome, db_default=CrosswalkOutcome.CREATED
    )
    version_after = models.IntegerField(
        db_default=1, help_text="The version of the record the row left behind."
    )
    fields = models.JSONField(
        null=True,
        help_text="What differed at the source: field -> empty where taken over, else why not.",
    )
    created_at = models.DateTimeField(db_default=Now())
    reverted = models.CharField(
        max_length=10, choices=RevertOutcome, default=RevertOutcome.NONE, blank=True
    )
    revert_note = models.TextField(
        blank=True, db_default="", help_text="What undoing left as it was, and why."
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
            # and a file says one thing of a record; the index finds the results of a record too
            models.UniqueConstraint(
                name="row_result_once_a_file", fields=["kind", "target_id", "batch"]
            ),
            one_of("row_result_outcome_known", "outcome", CrosswalkOutcome),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of row {self.row_no}"

    @property
    def changed(self) -> str:
        """The fields of a known record the row changed, in words."""
        return ", ".join(self._words(name) for name, why in (self.fields or {}).items() if not why)

    @property
    def left(self) -> str:
        """The fields that differ and were left as they are, each with the reason."""
        told = self.fields or {}
        return ", ".join(f"{self._words(name)} ({why})" for name, why in told.items() if why)

    @staticmethod
    def _words(name: str) -> str:
        return name.replace("_", " ")
