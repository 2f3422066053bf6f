"""The kinds of evidence and the weights every installation starts with."""

from django.db import migrations
from django.utils import timezone

# code, name, family, component, weight, half-life in days, value
TYPES = [
    ("price_asked", "Asked for price or availability", "behavioural", "intent", 1.0, 30, 1),
    ("payment_plan_asked", "Asked for the payment plan", "behavioural", "intent", 1.5, 30, 1),
    ("shortlisted", "Shortlisted a property", "behavioural", "intent", 1.0, 45, 1),
    ("not_interested", "Said they are not interested", "declared", "intent", 2.0, 60, -1),
    ("whatsapp_reply", "Replied on WhatsApp", "behavioural", "engagement", 0.5, 14, 1),
    ("call_connected", "Talked for over a minute", "behavioural", "engagement", 0.8, 21, 1),
    ("site_visit_done", "Visited the site", "behavioural", "engagement", 3.0, 90, 1),
    ("no_show", "Did not come to a visit", "behavioural", "engagement", 1.5, 45, -0.6),
    ("opt_out", "Opted out", "declared", "engagement", 3.0, 365, -1),
    ("budget_in_stock", "Budget inside the stock band", "declared", "fit", 1.0, 180, 1),
    ("configuration_in_stock", "Configuration is available", "declared", "fit", 1.0, 180, 1),
    ("timeline_fits", "Timeline fits possession", "declared", "fit", 1.0, 180, 1),
    ("kyc_received", "KYC received", "transactional", "readiness", 2.0, 180, 1),
    ("eoi_paid", "Expression of interest paid", "transactional", "readiness", 4.0, 120, 1),
    ("loan_sanctioned", "Loan sanctioned", "transactional", "readiness", 3.0, 120, 1),
    ("model_flat_dwell", "Dwelt in the model flat", "perception", "perception", 1.0, 30, 1),
    ("room_revisited", "Went back to a room", "perception", "perception", 1.0, 30, 1),
    ("attention", "Attention during the visit", "perception", "perception", 1.0, 30, 1),
]


def add_score(apps, schema_editor):
    """Add the types, and version 1 of the weights as the active configuration."""
    evidence_type = apps.get_model("evidence", "EvidenceType")
    evidence_type.objects.bulk_create(
        evidence_type(
            code=code,
            name=name,
            family=family,
            component=component,
            base_weight=weight,
            half_life_days=half_life,
            default_value=value,
            needs_consent="perception_analytics" if family == "perception" else "",
        )
        for code, name, family, component, weight, half_life, value in TYPES
    )
    # signs nobody configured: kept, never counted
    evidence_type.objects.create(
        code="unknown",
        name="Unknown kind",
        family="behavioural",
        component="engagement",
        base_weight=1,
        half_life_days=30,
        enabled=False,
    )
    apps.get_model("evidence", "QDConfig").objects.create(
        version=1,
        name="Default",
        intent=30,
        engagement=25,
        fit=20,
        readiness=15,
        perception=10,
        state="active",
        activated_at=timezone.now(),
    )


def remove_score(apps, schema_editor):
    """Remove them; refused by the database while evidence or scores refer to them."""
    apps.get_model("evidence", "QDConfig").objects.filter(version=1).delete()
    codes = [*(row[0] for row in TYPES), "unknown"]
    apps.get_model("evidence", "EvidenceType").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    """Seed the score."""

    dependencies = [("evidence", "0002_guards")]

    operations = [migrations.RunPython(add_score, remove_score, elidable=False)]
