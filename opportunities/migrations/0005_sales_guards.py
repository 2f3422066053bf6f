"""History, versions and no deletion for holds, bookings and tags; a booking needs a hold first."""

from django.db import migrations

from core.models.triggers import Capture, References

MADE = {"created_by_id": "core_user", "updated_by_id": "core_user"}
HOLD = "active_hold"
DISPUTES = {
    "code": "partner-dispute",
    "name": "Which broker brought a client is settled by those who look at records",
    "kinds": ["partnertag.*"],
    "risk": 3,
    "decision": "review",
    "approver_roles": ["founder", "admin", "steward"],
}


def ask_for_a_hold(apps, schema_editor):
    """Let every move to a booking ask for a unit that is kept for the deal."""
    moves = apps.get_model("opportunities", "StageTransition")
    for move in moves.objects.filter(to_stage__code="booking"):
        if HOLD not in move.required_fields:
            move.required_fields = [*move.required_fields, HOLD]
            move.save(update_fields=["required_fields"])


def ask_for_no_hold(apps, schema_editor):
    """Let deals move to a booking without a unit kept for them, as before."""
    moves = apps.get_model("opportunities", "StageTransition")
    for move in moves.objects.filter(to_stage__code="booking"):
        move.required_fields = [name for name in move.required_fields if name != HOLD]
        move.save(update_fields=["required_fields"])


def add_policy(apps, schema_editor):
    """Add the rule about disputes unless an installation has one of its name."""
    policies = apps.get_model("approvals", "ApprovalPolicy")
    if not policies.objects.filter(code=DISPUTES["code"]).exists():
        policies.objects.create(**DISPUTES)


class Migration(migrations.Migration):
    """Guard the tables; going back leaves the rule, proposals may point at it."""

    dependencies = [
        ("opportunities", "0004_holds_bookings_and_tags"),
        ("approvals", "0003_roles_and_policies"),
        ("core", "0003_guards"),
    ]

    operations = [
        Capture("opportunities_unithold", "unithold"),
        Capture("opportunities_booking", "booking"),
        Capture("opportunities_partnertag", "partnertag"),
        References("opportunities_unithold", **MADE),
        References("opportunities_booking", **MADE),
        References("opportunities_partnertag", **MADE),
        migrations.RunPython(ask_for_a_hold, ask_for_no_hold, elidable=False),
        migrations.RunPython(add_policy, migrations.RunPython.noop, elidable=False),
    ]
