import core.models.functions
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.lookups
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0003_address_until'),
        ('core', '0002_sources'),
        ('inventory', '0002_guards'),
        ('opportunities', '0003_default_pipeline'),
    ]

    operations = [
        migrations.CreateModel(
            name='EvidenceType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('family', models.CharField(choices=[('behavioural', 'Behavioural'), ('perception', 'Perception'), ('declared', 'Declared'), ('transactional', 'Transactional')], max_length=15)),
                ('component', models.CharField(choices=[('intent', 'Intent'), ('engagement', 'Engagement'), ('fit', 'Fit'), ('readiness', 'Readiness'), ('perception', 'Perception')], max_length=10)),
                ('base_weight', models.FloatField(help_text='Mass of one fresh, certain sign.')),
                ('half_life_days', models.FloatField(help_text='Days after which half of the mass is left.')),
                ('daily_cap', models.PositiveSmallIntegerField(default=3, help_text='How many of one day count; the rest of a burst says nothing new.')),
                ('default_value', models.FloatField(default=1, help_text='-1 to 1: what the sign says where its sender gives no value.')),
                ('enabled', models.BooleanField(default=True)),
                ('needs_consent', models.CharField(blank=True, choices=[('service_communication', 'Service communication'), ('marketing', 'Marketing'), ('whatsapp_marketing', 'Marketing by WhatsApp'), ('call_recording', 'Recording of calls'), ('perception_analytics', 'Perception analytics'), ('profiling', 'Profiling'), ('third_party_share', 'Sharing with third parties'), ('nri_cross_border', 'Transfer across borders')], help_text='Without this consent the evidence is quarantined.', max_length=25)),
            ],
            options={
                'ordering': ['component', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('family__in', ['behavioural', 'perception', 'declared', 'transactional'])), name='evidence_type_family_known'), models.CheckConstraint(condition=models.Q(('component__in', ['intent', 'engagement', 'fit', 'readiness', 'perception'])), name='evidence_type_component_known'), models.CheckConstraint(condition=models.Q(('needs_consent__in', ['', 'service_communication', 'marketing', 'whatsapp_marketing', 'call_recording', 'perception_analytics', 'profiling', 'third_party_share', 'nri_cross_border'])), name='evidence_type_consent_known'), models.CheckConstraint(condition=models.Q(('base_weight__gt', 0), ('daily_cap__gt', 0), ('half_life_days__gt', 0)), name='evidence_type_weighs'), models.CheckConstraint(condition=models.Q(('default_value__gte', -1), ('default_value__lte', 1)), name='evidence_type_value_range'), models.CheckConstraint(condition=models.Q(models.Q(('family', 'perception'), _negated=True), models.Q(('needs_consent', ''), _negated=True), _connector='OR'), name='evidence_type_perception_needs_consent')],
            },
        ),
        migrations.CreateModel(
            name='QDConfig',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(unique=True)),
                ('name', models.CharField(max_length=120)),
                ('intent', models.PositiveSmallIntegerField(help_text='Weight of the component.')),
                ('engagement', models.PositiveSmallIntegerField(help_text='Weight of the component.')),
                ('fit', models.PositiveSmallIntegerField(help_text='Weight of the component.')),
                ('readiness', models.PositiveSmallIntegerField(help_text='Weight of the component.')),
                ('perception', models.PositiveSmallIntegerField(help_text='Weight of the component, up to 15.')),
                ('prior', models.FloatField(default=0.5, help_text='What no evidence at all means, 0 to 1.')),
                ('prior_mass', models.FloatField(default=4, help_text='How much evidence it takes to weigh as much as the prior.')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('active', 'Active'), ('retired', 'Retired')], default='draft', max_length=7)),
                ('activated_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'QD configuration',
                'ordering': ['-version'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'active', 'retired'])), name='qd_config_state_known'), models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('state',), name='qd_config_one_active'), models.CheckConstraint(condition=models.Q(('perception__lte', 15)), name='qd_config_perception_cap'), models.CheckConstraint(condition=models.Q(('intent__gt', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('engagement'), '*', models.Value(-1)), '-', models.F('fit')), '-', models.F('readiness')), '-', models.F('perception')))), name='qd_config_weighs_something'), models.CheckConstraint(condition=models.Q(('prior__gte', 0), ('prior__lte', 1)), name='qd_config_prior_range'), models.CheckConstraint(condition=models.Q(('prior_mass__gt', 0)), name='qd_config_prior_weighs'), models.CheckConstraint(condition=models.Q(models.Q(('activated_at__isnull', True), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('activated_at__isnull', False)), _connector='OR'), name='qd_config_activated_once')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(db_default=core.models.functions.UuidV7(), editable=False, unique=True)),
                ('external_id', models.CharField(help_text='Its id at the producer.', max_length=200)),
                ('value', models.FloatField(help_text='-1 speaks against, 1 speaks for.')),
                ('confidence', models.FloatField(default=1, help_text='0 to 1, by the producer.')),
                ('occurred_at', models.DateTimeField()),
                ('received_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('session_ref', models.CharField(blank=True, max_length=120)),
                ('media_ref', models.CharField(blank=True, help_text='Opaque to us.', max_length=300)),
                ('payload', models.JSONField(blank=True, default=dict, help_text='At most 16 kB.')),
                ('schema_version', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(choices=[('active', 'Active'), ('withdrawn', 'Withdrawn'), ('quarantined', 'Quarantined')], default='active', max_length=11)),
                ('consent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supported_evidence', to='contacts.consentrecord')),
                ('contact', models.ForeignKey(blank=True, help_text='Empty while nobody knows whom it is about.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='contacts.contact')),
                ('household', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='contacts.household')),
                ('opportunity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='opportunities.opportunity')),
                ('producer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='core.sourcesystem')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='inventory.unit')),
                ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='evidence.evidencetype')),
            ],
            options={
                'verbose_name_plural': 'evidence',
                'ordering': ['-occurred_at', '-id'],
                'permissions': [('view_perception', 'Can see evidence from sensors')],
                'indexes': [models.Index(fields=['contact', '-occurred_at', 'id'], name='evidence_contact'), models.Index(condition=models.Q(('contact__isnull', True)), fields=['-received_at'], name='evidence_unresolved')],
                'constraints': [models.UniqueConstraint(fields=('producer', 'external_id'), name='evidence_once_per_producer'), models.CheckConstraint(condition=models.Q(('external_id', ''), _negated=True), name='evidence_has_an_external_id'), models.CheckConstraint(condition=models.Q(('state__in', ['active', 'withdrawn', 'quarantined'])), name='evidence_state_known'), models.CheckConstraint(condition=models.Q(('value__gte', -1), ('value__lte', 1)), name='evidence_value_range'), models.CheckConstraint(condition=models.Q(('confidence__gte', 0), ('confidence__lte', 1)), name='evidence_confidence_range'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.Func(models.F('payload'), function='jsonb_typeof', output_field=models.TextField()), 'object')), name='evidence_payload_is_object'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(models.Func(django.db.models.functions.comparison.Cast(models.F('payload'), models.TextField()), function='octet_length', output_field=models.IntegerField()), 16384)), name='evidence_payload_is_small')],
            },
        ),
        migrations.CreateModel(
            name='QDScore',
            fields=[
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='qd', serialize=False, to='contacts.contact')),
                ('value', models.FloatField(help_text='0 to 100.')),
                ('coverage', models.FloatField(help_text='0 to 1: how much evidence stands behind the value.')),
                ('band', models.CharField(choices=[('thin', 'Not enough evidence'), ('low', 'Low'), ('medium', 'Medium'), ('high', 'High')], max_length=6)),
                ('components', models.JSONField(default=dict, help_text='Name of a component to its value, coverage and weight.')),
                ('computed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('config', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='evidence.qdconfig')),
            ],
            options={
                'verbose_name': 'QD score',
                'ordering': ['-value', 'contact'],
                'constraints': [models.CheckConstraint(condition=models.Q(('value__gte', 0), ('value__lte', 100)), name='qd_value_range'), models.CheckConstraint(condition=models.Q(('coverage__gte', 0), ('coverage__lte', 1)), name='qd_coverage_range'), models.CheckConstraint(condition=models.Q(('band__in', ['thin', 'low', 'medium', 'high'])), name='qd_band_known'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.Func(models.F('components'), function='jsonb_typeof', output_field=models.TextField()), 'object')), name='qd_components_is_object')],
            },
        ),
        migrations.CreateModel(
            name='QDSnapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateTimeField(default=django.utils.timezone.now)),
                ('value', models.FloatField(help_text='0 to 100.')),
                ('coverage', models.FloatField(help_text='0 to 1.')),
                ('components', models.JSONField(default=dict)),
                ('top_evidence', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, help_text='Uids of what moved it most, at most 20.', size=None)),
                ('input_hash', models.CharField(help_text='sha256 of the evidence and weights it was computed from.', max_length=64)),
                ('config', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='evidence.qdconfig')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='qd_snapshots', to='contacts.contact')),
            ],
            options={
                'verbose_name': 'QD snapshot',
                'ordering': ['contact', '-as_of', '-id'],
                'indexes': [models.Index(fields=['contact', 'config', 'as_of'], name='qd_timeline')],
                'constraints': [models.CheckConstraint(condition=models.Q(('value__gte', 0), ('value__lte', 100)), name='qd_snapshot_value_range'), models.CheckConstraint(condition=models.Q(('coverage__gte', 0), ('coverage__lte', 1)), name='qd_snapshot_coverage_range'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.Func(models.F('components'), function='jsonb_typeof', output_field=models.TextField()), 'object')), name='qd_snapshot_components_is_object'), models.CheckConstraint(condition=models.Q(('top_evidence__len__lte', 20)), name='qd_snapshot_top_20')],
            },
        ),
    ]
