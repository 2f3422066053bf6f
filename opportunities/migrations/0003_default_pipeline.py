"""The pipeline every installation starts with, and the moves it allows."""

from django.db import migrations

OPEN = [
    ("new_enquiry", "New enquiry", 5),
    ("contacted", "Contacted", 10),
    ("qualified", "Qualified", 20),
    ("site_visit_scheduled", "Site visit scheduled", 30),
    ("site_visited", "Site visited", 40),
    ("revisited", "Revisited", 50),
    ("negotiation", "Negotiation", 60),
    ("eoi", "Expression of interest", 75),
]
WON = [
    ("booking", "Booking", 90),
    ("agreement", "Agreement", 95),
    ("registered", "Registered", 100),
    ("possession", "Possession", 100),
]
LOST = [
    ("lost_budget", "Lost: budget", 0),
    ("lost_location", "Lost: location", 0),
    ("lost_timing", "Lost: timing", 0),
    ("lost_competitor", "Lost: competitor", 0),
    ("lost_no_response", "Lost: no response", 0),
    ("lost_financing", "Lost: financing", 0),
    ("junk", "Junk", 0),
]
READY_TO_BOOK = ["site_visited", "revisited", "negotiation", "eoi"]
REOPENED = ["new_enquiry", "contacted", "qualified"]
NEEDED = {"eoi": ["amount"], "booking": ["amount", "project", "primary_buyer"], "agreement": ["unit"]}


def moves():
    """Yield (from, to, needs a reason, has to be proposed) for every allowed move."""
    ahead = [code for code, _, _ in OPEN]
    sold = [code for code, _, _ in WON]
    lost = [code for code, _, _ in LOST]
    for index, start in enumerate(ahead):
        for other, target in enumerate(ahead):
            if target != start:
                yield start, target, other < index, False
        for target in lost:
            yield start, target, target == "junk", False
    for start in READY_TO_BOOK:
        yield start, "booking", False, False
    for start, target in zip(sold, sold[1:], strict=False):
        yield start, target, False, False
    for start in ["booking", "agreement"]:
        for target in ["negotiation", *lost]:
            yield start, target, True, True
    for start in lost:
        for target in REOPENED:
            yield start, target, True, False


def add_pipeline(apps, schema_editor):
    """Add the pipeline `default` with its stages and moves."""
    stage, transition = (
        apps.get_model("opportunities", name) for name in ("Stage", "StageTransition")
    )
    pipeline = apps.get_model("opportunities", "Pipeline").objects.create(
        code="default", name="Sales", is_default=True
    )
    groups = [("open", OPEN), ("won", WON), ("lost", LOST)]
    rows = [(category, *row) for category, group in groups for row in group]
    by_code = {
        code: stage.objects.create(
            pipeline=pipeline,
            code=code,
            name=name,
            category=category,
            order=10 * place,
            default_probability=probability,
        )
        for place, (category, code, name, probability) in enumerate(rows, start=1)
    }
    transition.objects.bulk_create(
        transition(
            from_stage=by_code[start],
            to_stage=by_code[target],
            required_fields=NEEDED.get(target, []),
            needs_reason=reason,
            proposal_kind="opportunity.move_stage" if proposed else "",
        )
        for start, target, reason, proposed in moves()
    )


def remove_pipeline(apps, schema_editor):
    """Remove the pipeline `default`; refused by the database while deals stand in it."""
    of_default = {"pipeline__code": "default"}
    stages = apps.get_model("opportunities", "Stage").objects.filter(**of_default)
    transition = apps.get_model("opportunities", "StageTransition")
    transition.objects.filter(from_stage__in=stages).delete()
    stages.delete()
    apps.get_model("opportunities", "Pipeline").objects.filter(code="default").delete()


class Migration(migrations.Migration):
    """Seed the default pipeline."""

    dependencies = [("opportunities", "0002_guards")]

    operations = [migrations.RunPython(add_pipeline, remove_pipeline, elidable=False)]
