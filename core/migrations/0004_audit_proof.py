"""Audit events that can be proven: hashes by the database, seals, and the one way to redact."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import core.models.functions
from core.models.proof_sql import Proof


class Migration(migrations.Migration):
    """Seals, erasures, and hashes of what is on record already."""

    dependencies = [("core", "0003_references")]

    operations = [
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("first_id", models.BigIntegerField(help_text="The lowest event id inside.")),
                ("last_xid", models.BigIntegerField()),
                (
                    "last_id",
                    models.BigIntegerField(help_text="With last_xid, where the window ends."),
                ),
                ("events", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "previous",
                    models.CharField(
                        blank=True, help_text="Hash of the seal before.", max_length=64
                    ),
                ),
                ("hash", models.CharField(max_length=64, unique=True)),
                (
                    "sealed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", 1), ("previous", "")),
                            models.Q(
                                ("number__gt", 1), models.Q(("previous", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="seal_begins_or_continues",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uid",
                    models.UUIDField(
                        db_default=core.models.functions.UuidV7(), editable=False, unique=True
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "xid",
                    models.BigIntegerField(
                        db_default=core.models.functions.CurrentTransaction(), editable=False
                    ),
                ),
                ("object_type", models.CharField(max_length=60)),
                ("object_uid", models.UUIDField()),
                ("proposal_uid", models.UUIDField(null=True)),
                ("grounds", models.CharField(max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["-id"]},
        ),
        migrations.AddField(
            model_name="auditevent",
            name="salt",
            field=models.UUIDField(
                db_default=core.models.functions.RandomUuid(), editable=False, null=True
            ),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="payload_hash",
            field=models.CharField(
                db_default="", editable=False, help_text="sha256 of salt and payload.", max_length=64
            ),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="row_hash",
            field=models.CharField(
                db_default="",
                editable=False,
                help_text="sha256 of the payload hash and every other column.",
                max_length=64,
            ),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["xid", "id"], name="audit_order"),
        ),
        Proof(),
    ]
