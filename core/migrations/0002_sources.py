"""The sources every installation knows."""

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


def add_sources(apps, schema_editor):
    """Add the sources by code; those an installation changed since stay as they are."""
    source = apps.get_model("core", "SourceSystem")
    for code, name, kind, trust in SOURCES:
        source.objects.get_or_create(
            code=code, defaults={"name": name, "kind": kind, "base_trust": trust}
        )


class Migration(migrations.Migration):
    """Reference rows; going back leaves them, other rows may point at them."""

    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunPython(add_sources, migrations.RunPython.noop, elidable=False)]
