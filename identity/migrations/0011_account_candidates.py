"""Pairs of accounts that may be one, and how many of them a scan found."""

import core.models.functions
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table of pairs, and a column of scans."""

    dependencies = [
        ('accounts', '0002_guards'),
        ('approvals', '0004_leases_and_teams'),
        ('identity', '0010_key_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='scanrun',
            name='accounts_found',
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.CreateModel(
            name='AccountCandidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(db_default=core.models.functions.UuidV7(), editable=False, unique=True)),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('number', 'the same official number'), ('name', 'the same name'), ('website', 'the same website'), ('phone', 'the same phone'), ('like_name', 'a like name')], max_length=12), help_text='The strongest first.', size=None)),
                ('strength', models.FloatField(help_text='What the reasons count together.')),
                ('status', models.CharField(choices=[('open', 'Open'), ('proposed', 'Proposed'), ('merged', 'Merged'), ('not_a_match', 'Not a match'), ('superseded', 'Superseded')], default='open', max_length=12)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('left', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidates_left', to='accounts.account')),
                ('proposal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.proposal')),
                ('right', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidates_right', to='accounts.account')),
            ],
            options={
                'ordering': ['-strength', 'id'],
                'indexes': [models.Index(condition=models.Q(('status', 'open')), fields=['-strength', 'id'], name='account_candidate_queue')],
                'constraints': [models.CheckConstraint(condition=models.Q(('left__lt', models.F('right'))), name='account_candidate_left_first'), models.UniqueConstraint(fields=('left', 'right'), name='account_candidate_once'), models.CheckConstraint(condition=models.Q(('status__in', ['open', 'proposed', 'merged', 'not_a_match', 'superseded'])), name='account_candidate_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'not_a_match'), _negated=True), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='account_candidate_refused_by_somebody')],
            },
        ),
    ]
