"""Which model scores, and lifting a lock, are looked at by a second person."""

from django.db import migrations

POLICIES = [
    {
        "code": "match-model",
        "name": "What was learned from reviewers begins to score",
        "kinds": ["identity.model"],
        "risk": 3,
        "decision": "review",
        "approver_roles": ["founder", "admin"],
        "allow_edit": False,
    },
    {
        "code": "unlock",
        "name": "A locked value follows its sources again",
        "kinds": ["contact.unlock"],
        "risk": 3,
        "decision": "review",
        "approver_roles": ["founder", "admin", "steward", "owner"],
        "priority": 70,
        "allow_edit": False,
    },
]


def add_policies(apps, schema_editor):
    """Add the rules unless an installation has some of their names."""
    policies = apps.get_model("approvals", "ApprovalPolicy")
    for row in POLICIES:
        if not policies.objects.filter(code=row["code"]).exists():
            policies.objects.create(**row)


class Migration(migrations.Migration):
    """Reference rows; going back leaves them, proposals may point at them."""

    dependencies = [
        ("identity", "0005_trainings"),
        ("approvals", "0003_roles_and_policies"),
    ]

    operations = [migrations.RunPython(add_policies, migrations.RunPython.noop, elidable=False)]
