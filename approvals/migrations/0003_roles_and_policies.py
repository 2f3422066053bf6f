"""The roles people work in and the rules every installation starts with."""

from django.db import migrations

# role: permissions as (app, model, codename, name)
SEE = ("core", "user", "see_everything", "Can see every record, restricted ones included")
DECIDE = ("approvals", "proposal", "decide_proposal", "Can approve and reject proposals")
SYSTEM = (
    "approvals",
    "proposal",
    "decide_system",
    "Can approve changes of policies, roles and configuration",
)
ROLES = {
    "founder": [SEE, DECIDE, SYSTEM],
    "admin": [DECIDE, SYSTEM],
    "steward": [DECIDE],
    "operator": [],
    "lead": [],
    "agent": [],
    "read_only": [],
}

RECORDS = ["contact.*", "account.*", "opportunity.*"]
REVIEWERS = ["founder", "admin", "steward"]
LOW, MEDIUM, HIGH, CRITICAL = 1, 2, 3, 4
HARMLESS = [
    "city",
    "company_name",
    "configuration",
    "country",
    "department",
    "domain",
    "employee_count",
    "industry",
    "location_preference",
    "occupation",
    "website",
]
SENSITIVE = ["date_of_birth", "is_vip", "nationality", "visibility"]

POLICIES = [
    {
        "code": "record-create",
        "name": "New people and accounts are looked at",
        "kinds": ["contact.create", "account.create"],
        "risk": LOW,
        "allow_batch": True,
    },
    {
        "code": "record-update",
        "name": "Changes of records are looked at",
        "kinds": RECORDS,
        "allow_batch": True,
        "approver_roles": [*REVIEWERS, "owner"],
        "escalate_after_hours": 72,
        "escalate_to": ["founder"],
    },
    {
        "code": "enrichment-auto",
        "name": "Trusted sources fill harmless empty fields",
        "kinds": ["contact.update", "account.update"],
        "fields": HARMLESS,
        "fills_only": True,
        "min_confidence": "0.950",
        "min_trust": 70,
        "max_per_day": 500,
        "decision": "auto_apply",
        "required_approvals": 0,
        "approver_roles": [],
        "risk": LOW,
        "without_marks": ["vip", "restricted"],
        "min_accept_rate": "0.800",
    },
    {
        "code": "oracle-writeback",
        "name": "What Oracle writes back is reviewed, always",
        "kinds": [*RECORDS, "task.*", "interaction.*", "insight.*"],
        "sources": ["oracle"],
        "priority": 10,
        "approver_roles": [*REVIEWERS, "owner"],
        "escalate_after_hours": 72,
        "escalate_to": ["founder"],
    },
    {
        "code": "sensitive-change",
        "name": "Sensitive fields take two people of different roles",
        "kinds": ["contact.update", "account.update", "opportunity.update"],
        "fields": SENSITIVE,
        "risk": HIGH,
        "required_approvals": 2,
        "distinct_roles": True,
        "priority": 50,
    },
    {
        "code": "bulk-reassign",
        "name": "More than fifty records change hands",
        "kinds": ["contact.update", "account.update", "opportunity.update"],
        "fields": ["owner", "team"],
        "min_size": 51,
        "risk": HIGH,
        "approver_roles": ["founder", "admin"],
        "priority": 60,
    },
    {
        "code": "merge",
        "name": "Two records become one",
        "kinds": ["identity.merge"],
        "risk": HIGH,
        "escalate_after_hours": 72,
        "escalate_to": ["founder"],
    },
    {
        "code": "merge-over-blocker",
        "name": "A merge against a blocker takes two people",
        "kinds": ["identity.merge"],
        "fields": ["override_blockers"],
        "risk": CRITICAL,
        "required_approvals": 2,
        "require_comment": True,
        "priority": 50,
    },
    {
        "code": "unmerge",
        "name": "A merge is undone",
        "kinds": ["identity.unmerge"],
        "risk": HIGH,
    },
    {
        "code": "mapping",
        "name": "A new reading of a file's columns",
        "kinds": ["imports.mapping"],
    },
    {
        "code": "import-commit",
        "name": "A batch enters the client graph",
        "kinds": ["imports.commit"],
        "escalate_after_hours": 24,
        "escalate_to": ["founder", "admin"],
    },
    {
        "code": "import-commit-large",
        "name": "A batch of more than 5,000 rows takes two people",
        "kinds": ["imports.commit"],
        "min_size": 5001,
        "active": False,  # for installations with three reviewers or more
        "risk": HIGH,
        "required_approvals": 2,
    },
    {
        "code": "import-commit-updates",
        "name": "A batch that changes many known records takes two people",
        "kinds": ["imports.commit"],
        "min_update_share": "0.100",
        "active": False,  # likewise
        "risk": HIGH,
        "required_approvals": 2,
    },
    {
        "code": "import-revert",
        "name": "A batch leaves the client graph again",
        "kinds": ["imports.revert"],
        "risk": HIGH,
    },
    {
        "code": "deal-of-weight",
        "name": "Bookings, discounts and unit holds",
        "kinds": ["opportunity.book", "opportunity.discount", "unit.*"],
        "risk": HIGH,
        "approver_roles": ["founder"],
        "priority": 20,
    },
    {
        "code": "privacy-erase",
        "name": "A person is forgotten",
        "kinds": ["privacy.*"],
        "risk": CRITICAL,
        "required_approvals": 2,
        "approver_roles": ["admin", "steward"],
        "distinct_roles": True,
        "require_comment": True,
    },
    {
        "code": "system-change",
        "name": "Roles, tokens and scoring",
        "kinds": ["user.*", "token.*", "qd.*", "source.*"],
        "risk": CRITICAL,
        "required_approvals": 2,
        "approver_roles": ["founder", "admin"],
        "distinct_roles": True,
    },
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
DEFAULTS = {"decision": "review", "approver_roles": REVIEWERS, "risk": MEDIUM}


def add_roles(apps, schema_editor):
    """Add the groups and give them their permissions; rights added by hand stay."""
    for role, rights in ROLES.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=role)
        group.permissions.add(*(permission(apps, *right) for right in rights))


def permission(apps, app, model, codename, name):
    """Return a permission; Django would make it only after the last migration."""
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model
    )
    right, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        codename=codename, content_type=kind, defaults={"name": name}
    )
    return right


def add_policies(apps, schema_editor):
    """Add the rules by code; those an installation replaced since stay as they are."""
    policy = apps.get_model("approvals", "ApprovalPolicy")
    for row in POLICIES:
        if not policy.objects.filter(code=row["code"]).exists():
            policy.objects.create(**DEFAULTS | row)


class Migration(migrations.Migration):
    """Reference rows; going back leaves them, other rows may point at them."""

    dependencies = [
        ("approvals", "0002_guards"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("core", "0004_sources_and_sensitive_fields"),
    ]

    operations = [
        migrations.RunPython(add_roles, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(add_policies, migrations.RunPython.noop, elidable=False),
    ]
