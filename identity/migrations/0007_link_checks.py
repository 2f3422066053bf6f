"""An audit sample of the links made unasked, and how large a share of them it takes."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A table, and a column of the few rows of policies."""

    dependencies = [
        ("core", "0004_sources_and_sensitive_fields"),
        ("identity", "0006_model_and_lock_policies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("batch_id", models.BigIntegerField(help_text="Raw batch the row came with.")),
                ("row_no", models.IntegerField()),
                ("probability", models.DecimalField(decimal_places=5, max_digits=6)),
                ("model_version", models.CharField(max_length=40)),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("right", models.BooleanField(help_text="Whether it was the person; empty: not said.", null=True)),
                ("at", models.DateTimeField(blank=True, null=True)),
                ("by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("source", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.sourcesystem")),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(name="link_check_once", fields=["batch_id", "row_no"]),
                    models.CheckConstraint(
                        name="link_check_answered_by_somebody",
                        condition=Q(right__isnull=True, by__isnull=True, at__isnull=True)
                        | Q(right__isnull=False, by__isnull=False, at__isnull=False),
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="matchpolicy",
            name="check_share",
            field=models.DecimalField(db_default=Decimal("0.020"), decimal_places=3, default=Decimal("0.020"), help_text="Of the links it would make unasked, the share a person is asked about.", max_digits=4, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)]),
        ),
        migrations.AddConstraint(
            model_name="matchpolicy",
            constraint=models.CheckConstraint(name="match_policy_check_share", condition=Q(check_share__gte=0, check_share__lte=1)),
        ),
    ]
