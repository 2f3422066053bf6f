"""Which values are shown to whom."""

import django.contrib.postgres.fields
import django.core.validators
from django.db import migrations, models

ONLY_FOR = ["founder", "steward"]
NOT_FOR = ["read_only"]
TWO = ["founder", "admin", "steward"]

# entity, field, level, seen by, hidden from, mask
FIELDS = [
    ("contact", "date_of_birth", 3, ONLY_FOR, [], "hidden"),
    ("contactpoint", "value_raw", 1, [], NOT_FOR, "point"),
    ("contactpoint", "value_norm", 1, [], NOT_FOR, "point"),
    ("contactsummary", "phone", 1, [], NOT_FOR, "point"),
    ("contactsummary", "email", 1, [], NOT_FOR, "point"),
    ("accountidentifier", "number", 2, [], NOT_FOR, "tail"),
    ("interaction", "counterparty_raw", 1, [], NOT_FOR, "hidden"),
    ("interaction", "channel_point", 1, [], NOT_FOR, "hidden"),
]


def add_fields(apps, schema_editor):
    """Add the rows; those an installation changed since stay as they are."""
    sensitive = apps.get_model("core", "SensitiveField")
    for entity, field, level, seen_by, hidden_from, mask in FIELDS:
        sensitive.objects.get_or_create(
            entity=entity,
            field=field,
            defaults={
                "level": level,
                "seen_by": seen_by,
                "hidden_from": hidden_from,
                "approved_by": TWO if level > 1 else [],
                "mask": mask,
            },
        )


class Migration(migrations.Migration):
    """Sensitive fields as rows."""

    dependencies = [("core", "0005_redaction")]

    operations = [
        migrations.CreateModel(
            name="SensitiveField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entity", models.CharField(help_text="contact, contactpoint ...", max_length=60)),
                ("field", models.CharField(max_length=60)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3),
                        ],
                    ),
                ),
                (
                    "seen_by",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "hidden_from",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("owner_sees", models.BooleanField(default=True)),
                (
                    "approved_by",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "mask",
                    models.CharField(
                        choices=[
                            ("hidden", "Nothing"),
                            ("point", "Ends of a number, domain of an address"),
                            ("tail", "The last four characters"),
                        ],
                        default="hidden",
                        max_length=8,
                    ),
                ),
            ],
            options={
                "ordering": ["entity", "field"],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "field"), name="sensitive_once"),
                    models.CheckConstraint(
                        condition=models.Q(("level__range", (1, 3))), name="sensitive_level_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mask__in", ["hidden", "point", "tail"])),
                        name="sensitive_mask_known",
                    ),
                ],
            },
        ),
        migrations.RunPython(add_fields, migrations.RunPython.noop, elidable=False),
    ]
