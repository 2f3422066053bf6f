"""An author in a deciding role is one of the two voices a sensitive change needs."""

from django.db import migrations

CODES = ("sensitive-change", "sensitive-level")
OWN = ("id", "uid", "created_at")


def count_authors(apps, schema_editor):
    """Replace the rules as they were installed; those an installation changed stay as they are."""
    policy = apps.get_model("approvals", "ApprovalPolicy")
    for first in policy.objects.filter(code__in=CODES, version=1, active=True, author_counts=False):
        fields = [field.name for field in policy._meta.concrete_fields if field.name not in OWN]
        values = {name: getattr(first, name) for name in fields}
        policy.objects.filter(pk=first.pk).update(active=False)
        policy.objects.create(**values | {"version": 2, "author_counts": True})


class Migration(migrations.Migration):
    """Two rows; going back leaves them, for a version never goes."""

    dependencies = [("approvals", "0007_rules_checked")]

    operations = [migrations.RunPython(count_authors, migrations.RunPython.noop, elidable=False)]
