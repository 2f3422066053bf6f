"""What the matcher learned from reviewers, kept as it was; models say what they were taught."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import core.models.functions
from core.models.triggers import AppendOnly


class Migration(migrations.Migration):
    """A table of record, and a column of the few rows of models."""

    dependencies = [
        ("identity", "0004_keys_in_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Training",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(db_default=core.models.functions.UuidV7(), editable=False, unique=True)),
                ("version", models.CharField(max_length=40, unique=True)),
                ("artifact", models.JSONField(help_text="Levels with m and u, slopes, interactions.")),
                ("pairs", models.PositiveIntegerField(help_text="Decided pairs it was learned from.")),
                ("same", models.PositiveIntegerField(help_text="Of these, how many are one person.")),
                ("figures", models.JSONField(help_text="Loss, precision, recall of both models on decisions they had not seen.")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        name="training_counts_fit",
                        condition=models.Q(same__gte=0, same__lte=models.F("pairs")),
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="matchmodel",
            name="training",
            field=models.ForeignKey(blank=True, help_text="What reviewers taught it; empty for the shipped model.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.training"),
        ),
        AppendOnly("identity_training"),
    ]
