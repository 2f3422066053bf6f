"""What rows make besides people and accounts, kept for ever."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from core.models.triggers import NoDelete


class Migration(migrations.Migration):
    """Add the results of rows."""

    dependencies = [("imports", "0003_functions")]

    operations = [
        migrations.CreateModel(
            name="RowResult",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "row_no",
                    models.IntegerField(help_text="The row's number as a spreadsheet shows it."),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("interaction", "Interaction"),
                            ("task", "Task"),
                            ("note", "Note"),
                            ("opportunity", "Opportunity"),
                            ("consent", "Answer to a consent"),
                            ("insight", "Insight"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        blank=True, help_text="The purpose of an answer.", max_length=25
                    ),
                ),
                (
                    "target_id",
                    models.BigIntegerField(
                        help_text="The id of the record, in the table of its kind."
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "reverted",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not undone"),
                            ("archived", "Archived what it had created"),
                            ("restored", "Restored what it had changed"),
                            ("unlinked", "Nothing to restore"),
                            ("kept", "Kept, touched by people since"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="imports.rawbatch",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "interaction",
                                    "task",
                                    "note",
                                    "opportunity",
                                    "consent",
                                    "insight",
                                ],
                            )
                        ),
                        name="row_result_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reverted__in", ["", "archived", "restored", "unlinked", "kept"])
                        ),
                        name="row_result_revert_known",
                    ),
                    models.UniqueConstraint(
                        fields=("batch", "row_no", "kind", "part"), name="row_result_once"
                    ),
                    models.UniqueConstraint(
                        fields=("kind", "target_id"), name="row_result_of_one_row"
                    ),
                ],
            },
        ),
        NoDelete("imports_rowresult", "what a row made leads back to it for ever"),
    ]
