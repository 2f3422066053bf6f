"""A split is looked at by the people who look at merges."""

from django.db import migrations

POLICY = {
    "code": "split",
    "name": "Source records get a person of their own",
    "kinds": ["identity.split"],
    "risk": 3,
    "decision": "review",
    "approver_roles": ["founder", "admin", "steward"],
}


def add_policy(apps, schema_editor):
    """Add the rule unless an installation has one of its name."""
    policies = apps.get_model("approvals", "ApprovalPolicy")
    if not policies.objects.filter(code=POLICY["code"]).exists():
        policies.objects.create(**POLICY)


class Migration(migrations.Migration):
    """A reference row; going back leaves it, proposals may point at it."""

    dependencies = [
        ("identity", "0002_guards"),
        ("approvals", "0003_roles_and_policies"),
    ]

    operations = [migrations.RunPython(add_policy, migrations.RunPython.noop, elidable=False)]
