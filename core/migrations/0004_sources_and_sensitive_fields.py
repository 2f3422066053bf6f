"""The sources every installation knows, and which values are shown to whom."""

from django.db import migrations

SOURCES = [
    ("manual", "People", "manual", 90),
    ("oracle", "Oracle", "service", 50),
    ("nemoclaw", "NemoClaw", "service", 50),
    ("sentinel", "Sentinel", "service", 50),
    ("pulse", "Pulse", "service", 60),
    ("catalyst", "Catalyst", "service", 50),
    ("whatsapp", "WhatsApp", "file", 60),
]

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


def add_sources(apps, schema_editor):
    """Add the sources by code; those an installation changed since stay as they are."""
    source = apps.get_model("core", "SourceSystem")
    for code, name, kind, trust in SOURCES:
        source.objects.get_or_create(
            code=code, defaults={"name": name, "kind": kind, "base_trust": trust}
        )


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
    """Reference rows; going back leaves them, other rows may point at them."""

    dependencies = [("core", "0003_guards")]

    operations = [
        migrations.RunPython(add_sources, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(add_fields, migrations.RunPython.noop, elidable=False),
    ]
