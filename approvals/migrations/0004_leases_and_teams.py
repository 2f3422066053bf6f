"""Leases of the review queue, decisions taken back, and what team leads decide."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.models.together import Together

guards = import_module("approvals.migrations.0002_guards")
STEPS = guards.PROPOSALS.partition("CREATE TRIGGER legal_step")[0]
# a decision taken back makes the next revision wait; a rule of a revision is about one team
CHANGED = (
    ("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
    ("'approved>applying', 'approved>expired',",
     "'approved>applying', 'approved>expired', 'approved>pending', 'rejected>pending',"),
    ("OLD.state IN ('conflict', 'failed') AND NEW.state = 'pending'",
     "OLD.state IN ('conflict', 'failed', 'approved', 'rejected') AND NEW.state = 'pending'"),
    ("NEW.barred, NEW.owner_id,", "NEW.barred, NEW.owner_id, NEW.team_id,"),
    ("OLD.barred, OLD.owner_id,", "OLD.barred, OLD.owner_id, OLD.team_id,"),
)  # fmt: skip


def changed(sql):
    """Return the guard of proposals with the steps and columns that are new; none may be missing."""
    for old, new in CHANGED:
        if old not in sql:
            raise ValueError(f"0002_guards does not say {old!r} any more")
        sql = sql.replace(old, new, 1)
    return sql


def name_leads(apps, schema_editor):
    """Let leads decide about new records of their teams; a rule that was changed stays."""
    policy = apps.get_model("approvals", "ApprovalPolicy")
    known = policy.objects.filter(code="record-create").order_by("-version").first()
    if known is None or known.version != 1 or not known.active:
        return
    policy.objects.filter(pk=known.pk).update(active=False)
    names = [f.name for f in policy._meta.fields if f.name not in ("id", "uid", "created_at")]
    row = {name: getattr(known, name) for name in names}
    roles = [*known.approver_roles, "lead"]
    policy.objects.create(**row | {"version": 2, "active": True, "approver_roles": roles})


class Migration(migrations.Migration):
    """Leases, teams of proposals, decisions taken back."""

    dependencies = [
        ('approvals', '0003_roles_and_policies'),
        ('core', '0004_sources_and_sensitive_fields'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.RemoveConstraint(
                model_name='approvalevent',
                name='event_type_known',
            ),
            migrations.RemoveConstraint(
                model_name='approvalevent',
                name='event_people_decide',
            ),
            migrations.AddField(
                model_name='proposal',
                name='leased_by',
                field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='proposal',
                name='leased_until',
                field=models.DateTimeField(editable=False, help_text='Until then nobody else is led to it.', null=True),
            ),
            migrations.AddField(
                model_name='proposal',
                name='team',
                field=models.ForeignKey(editable=False, help_text="Whose every record it is about is or shall be, if that is one team's.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.team'),
            ),
            migrations.AlterField(
                model_name='approvalevent',
                name='type',
                field=models.CharField(choices=[('submitted', 'Submitted'), ('drafted', 'Drafted'), ('assigned', 'Assigned'), ('escalated', 'Escalated'), ('commented', 'Commented'), ('approved', 'Approved'), ('auto_approved', 'Approved by policy'), ('item_rejected', 'Part rejected'), ('rejected', 'Rejected'), ('taken_back', 'Decision taken back'), ('changes_requested', 'Changes requested'), ('edited', 'Edited'), ('withdrawn', 'Withdrawn'), ('expired', 'Expired'), ('superseded', 'Superseded'), ('apply_started', 'Application started'), ('item_conflict', 'Item in conflict'), ('applied', 'Applied'), ('apply_failed', 'Application failed'), ('reverted', 'Reverted')], max_length=20),
            ),
            migrations.AddConstraint(
                model_name='approvalevent',
                constraint=models.CheckConstraint(condition=models.Q(('type__in', ['submitted', 'drafted', 'assigned', 'escalated', 'commented', 'approved', 'auto_approved', 'item_rejected', 'rejected', 'taken_back', 'changes_requested', 'edited', 'withdrawn', 'expired', 'superseded', 'apply_started', 'item_conflict', 'applied', 'apply_failed', 'reverted'])), name='event_type_known'),
            ),
            migrations.AddConstraint(
                model_name='approvalevent',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('type__in', ('approved', 'rejected', 'item_rejected', 'changes_requested', 'taken_back')), _negated=True), models.Q(('actor__isnull', False), ('actor_kind', 'human')), _connector='OR'), name='event_people_decide'),
            ),
            migrations.AddConstraint(
                model_name='proposal',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('leased_by__isnull', True), ('leased_until__isnull', True)), models.Q(('leased_by__isnull', False), ('leased_until__isnull', False)), _connector='OR'), name='proposal_lease_has_an_end'),
            ),
        ]),
        migrations.RunSQL(
            changed(STEPS), STEPS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
        ),
        migrations.RunPython(name_leads, migrations.RunPython.noop, elidable=False),
    ]
