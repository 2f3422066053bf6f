"""The whole matrix of rules: new versions of some, and those that were missing."""

from importlib import import_module

from django.db import migrations

first = import_module("approvals.migrations.0003_roles_and_policies")
REVIEWERS, RECORDS, HIGH, CRITICAL = (
    first.REVIEWERS,
    first.RECORDS,
    first.HIGH,
    first.CRITICAL,
)

# what a rule of the first version says differently now
CHANGED = {
    "record-update": {
        "approver_roles": [*REVIEWERS, "owner"],
        "escalate_after_hours": 72,
        "escalate_to": ["founder"],
    },
    "enrichment-auto": {
        "without_marks": ["vip", "restricted"],
        "min_accept_rate": "0.800",
    },
    "oracle-writeback": {
        "approver_roles": [*REVIEWERS, "owner"],
        "escalate_after_hours": 72,
        "escalate_to": ["founder"],
    },
    "import-commit": {"escalate_after_hours": 24, "escalate_to": ["founder", "admin"]},
    "merge": {"escalate_after_hours": 72, "escalate_to": ["founder"]},
    "system-change": {
        "name": "Roles, tokens and scoring",
        "kinds": ["user.*", "token.*", "qd.*", "source.*"],
    },
}
ADDED = [
    {
        "code": "ownership-change",
        "name": "Who owns a record, and who sees it, is not the owner's alone to say",
        "kinds": RECORDS,
        "fields": ["owner", "team", "visibility", "stage"],
        "approver_roles": REVIEWERS,
        "priority": 20,
    },
    {
        "code": "oracle-weighty",
        "name": "Oracle on stages, amounts, owners and consent",
        "kinds": RECORDS,
        "sources": ["oracle"],
        "fields": ["owner", "team", "visibility", "stage", "*amount*", "*price*", "consent*"],
        "approver_roles": REVIEWERS,
        "risk": HIGH,
        "priority": 30,
    },
    {
        "code": "oracle-tasks-auto",
        "name": "Oracle adds tasks and tags by itself",
        "kinds": ["task.create", "contact.update"],
        "sources": ["oracle"],
        "fields": ["tags", "title", "due_at", "assignee", "contact"],
        "without_marks": ["vip", "restricted"],
        "decision": "auto_apply",
        "required_approvals": 0,
        "approver_roles": [],
        "max_per_day": 500,
        "min_accept_rate": "0.900",
        "priority": 40,
        "active": False,  # opt-in
    },
    {
        "code": "sensitive-level",
        "name": "Fields marked as sensitive take two people of different roles",
        "kinds": RECORDS,
        "min_sensitivity": 2,
        "risk": HIGH,
        "required_approvals": 2,
        "distinct_roles": True,
        "priority": 60,
    },
    {
        "code": "merge-auto",
        "name": "Certain merges happen by themselves",
        "kinds": ["identity.merge"],
        "marks": ["exact_key", "name_fits"],
        "without_marks": ["vip", "restricted", "has_booking", "blocker"],
        "min_confidence": "0.990",
        "decision": "auto_apply",
        "required_approvals": 0,
        "approver_roles": [],
        "max_per_day": 500,
        "min_accept_rate": "0.950",
        "risk": HIGH,
        "active": False,  # opt-in
    },
    {
        "code": "unmerge-booked",
        "name": "Undoing a merge with bookings takes two people",
        "kinds": ["identity.unmerge"],
        "marks": ["has_booking"],
        "risk": CRITICAL,
        "required_approvals": 2,
        "priority": 20,
    },
    {
        "code": "deal-large",
        "name": "Large amounts take two people",
        "kinds": ["opportunity.book", "opportunity.discount", "unit.*"],
        "min_amount": "100000000.00",
        "risk": CRITICAL,
        "required_approvals": 2,
        "approver_roles": ["founder", "admin"],
        "priority": 30,
        "active": False,  # for installations with two founders or an administrator
    },
    {
        "code": "policy-change",
        "name": "A rule changes when founder and administrator both stand behind it",
        "kinds": ["policy.*"],
        "risk": CRITICAL,
        "required_approvals": 2,
        "approver_roles": ["founder", "admin"],
        "distinct_roles": True,
        "author_counts": True,
        "priority": 10,
    },
]


def renew_policies(apps, schema_editor):
    """Add the new versions and rules; what an installation changed by itself stays as it is."""
    policy = apps.get_model("approvals", "ApprovalPolicy")
    for code, changes in CHANGED.items():
        known = policy.objects.filter(code=code).order_by("-version").first()
        if known is None or known.version != 1 or not known.active:
            continue
        policy.objects.filter(pk=known.pk).update(active=False)
        names = [f.name for f in policy._meta.fields if f.name not in ("id", "uid", "created_at")]
        row = {name: getattr(known, name) for name in names}
        policy.objects.create(**row | changes | {"version": 2, "active": True})
    for row in ADDED:
        if not policy.objects.filter(code=row["code"]).exists():
            policy.objects.create(**first.DEFAULTS | row)


class Migration(migrations.Migration):
    """Reference rows; going back leaves them, other rows may point at them."""

    dependencies = [("approvals", "0005_life_cycle_guards")]

    operations = [
        migrations.RunPython(renew_policies, migrations.RunPython.noop, elidable=False)
    ]
