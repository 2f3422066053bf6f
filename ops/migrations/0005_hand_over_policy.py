"""Much that changes hands at once is looked at by those who run the house."""

from django.db import migrations

POLICY = {
    "code": "hand-over",
    "name": "More than fifty things of a colleague change hands",
    "kinds": ["records.hand_over"],
    "risk": 3,
    "decision": "review",
    "approver_roles": ["founder", "admin"],
}


def add_policy(apps, schema_editor):
    """Add the rule unless an installation has one of its name."""
    policies = apps.get_model("approvals", "ApprovalPolicy")
    if not policies.objects.filter(code=POLICY["code"]).exists():
        policies.objects.create(**POLICY)


class Migration(migrations.Migration):
    """A reference row; going back leaves it, proposals may point at it."""

    dependencies = [
        ("ops", "0004_erasures_only_empty"),
        ("approvals", "0007_rules_checked"),
    ]

    operations = [migrations.RunPython(add_policy, migrations.RunPython.noop, elidable=False)]
