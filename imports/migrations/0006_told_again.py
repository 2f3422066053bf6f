"""Rows told again: what a row changes on a record that an earlier file made."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Let a result be a change, and a resolution name what it changes."""

    dependencies = [("imports", "0005_batches_exist")]

    operations = [
        migrations.RemoveConstraint(model_name="resolution", name="resolution_match_has_target"),
        migrations.RemoveConstraint(model_name="rowresult", name="row_result_of_one_row"),
        migrations.AddField(
            model_name="resolution",
            name="changes",
            field=models.JSONField(
                help_text="What differs from the earlier file: field -> empty if taken over, else"
                " why not.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="resolution",
            name="known_id",
            field=models.BigIntegerField(
                help_text="The result of an earlier file whose record this row tells anew.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="rowresult",
            name="fields",
            field=models.JSONField(
                help_text="What differed at the source: field -> empty where taken over, else why"
                " not.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="rowresult",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("created", "Created it"),
                    ("updated", "Changed it"),
                    ("linked", "Changed nothing"),
                ],
                db_default="created",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="rowresult",
            name="revert_note",
            field=models.TextField(
                blank=True, db_default="", help_text="What undoing left as it was, and why."
            ),
        ),
        migrations.AddField(
            model_name="rowresult",
            name="version_after",
            field=models.IntegerField(
                db_default=1, help_text="The version of the record the row left behind."
            ),
        ),
        migrations.AddConstraint(
            model_name="resolution",
            constraint=models.CheckConstraint(
                name="resolution_match_has_target",
                condition=~Q(outcome="match")
                | Q(target_id__isnull=False)
                | Q(target_row__isnull=False)
                | Q(known_id__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            model_name="rowresult",
            constraint=models.UniqueConstraint(
                fields=("kind", "target_id", "batch"), name="row_result_once_a_file"
            ),
        ),
        migrations.AddConstraint(
            model_name="rowresult",
            constraint=models.CheckConstraint(
                condition=Q(outcome__in=["created", "updated", "linked"]),
                name="row_result_outcome_known",
            ),
        ),
    ]
