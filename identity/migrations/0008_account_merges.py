"""Accounts become one by proposal, journalled so that they can come apart again."""

import core.models.functions
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from core.models.triggers import NoDelete

POLICY = {
    "code": "merge-accounts",
    "name": "Two accounts become one",
    "kinds": ["identity.merge_accounts"],
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
    """A table, and a reference row; going back leaves the row, proposals may point at it."""

    dependencies = [
        ('accounts', '0002_guards'),
        ('approvals', '0004_leases_and_teams'),
        ('identity', '0007_link_checks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(db_default=core.models.functions.UuidV7(), editable=False, unique=True)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('moves', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('done', 'Done'), ('undone', 'Undone')], default='done', max_length=10)),
                ('undone_at', models.DateTimeField(null=True)),
                ('residue', models.JSONField(default=list, help_text='What undoing left where it was, because it changed since.')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('loser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_lost', to='accounts.account')),
                ('proposal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='account_merges', to='approvals.proposal')),
                ('survivor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_won', to='accounts.account')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['done', 'undone'])), name='account_merge_state_known'), models.CheckConstraint(condition=models.Q(('survivor', models.F('loser')), _negated=True), name='account_merge_of_two'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), ('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('state', 'undone'), ('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='account_merge_undone_says_by_whom'), models.UniqueConstraint(condition=models.Q(('state', 'done')), fields=('loser',), name='account_merges_once')],
            },
        ),
        NoDelete("identity_accountmerge", "a merge is undone, it does not vanish"),
        migrations.RunPython(add_policy, migrations.RunPython.noop, elidable=False),
    ]
