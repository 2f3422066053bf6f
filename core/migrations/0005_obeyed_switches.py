"""Every login says which kill switch stops a machine that uses it."""

from django.db import migrations, models

SYNCHRONISING = ("svc_pulse", "svc_catalyst")  # known by name until now
SWITCHES = [
    ("imports", "Imports"),
    ("sync", "Synchronisation"),
    ("ai", "Machine proposals and scores"),
]


def obey(apps, schema_editor):
    """Let the machines that exchange records obey the switch they obeyed by their name."""
    machines = apps.get_model("core", "User").objects.filter(kind="service")
    for start in SYNCHRONISING:
        machines.filter(username__startswith=start).update(obeys="sync")


class Migration(migrations.Migration):
    """A column with a default, filled for the few machines there are."""

    dependencies = [("core", "0004_sources_and_sensitive_fields")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="obeys",
            field=models.CharField(
                choices=SWITCHES,
                default="ai",
                help_text="The kill switch that stops what a machine writes with this login.",
                max_length=10,
            ),
        ),
        migrations.RunPython(obey, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("obeys__in", ["imports", "sync", "ai"])),
                name="user_obeys_known",
            ),
        ),
    ]
