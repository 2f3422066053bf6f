"""Evidence in bulk: reasons of quarantine, look-up by hash and session, running sums."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEEP = """
DROP TRIGGER evidence_is_kept ON evidence_evidence;
CREATE TRIGGER evidence_is_kept BEFORE UPDATE ON evidence_evidence FOR EACH ROW
    WHEN (to_jsonb(OLD) - ARRAY['contact_id', 'household_id', 'opportunity_id', 'state',
                                'quarantine_reason', 'consent_id']
          IS DISTINCT FROM
          to_jsonb(NEW) - ARRAY['contact_id', 'household_id', 'opportunity_id', 'state',
                                'quarantine_reason', 'consent_id'])
    EXECUTE FUNCTION core_refuse('evidence is kept as received, but for its subject and state');
"""
BEFORE = """
DROP TRIGGER evidence_is_kept ON evidence_evidence;
CREATE TRIGGER evidence_is_kept BEFORE UPDATE ON evidence_evidence FOR EACH ROW
    WHEN (to_jsonb(OLD) - ARRAY['contact_id', 'household_id', 'opportunity_id', 'state']
          IS DISTINCT FROM
          to_jsonb(NEW) - ARRAY['contact_id', 'household_id', 'opportunity_id', 'state'])
    EXECUTE FUNCTION core_refuse('evidence is kept as received, but for its subject and state');
"""
# machines know people by the sha256 of a number or an address; only claimed values lead anywhere
HASH = """
CREATE FUNCTION evidence_point_hash(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
    PARALLEL SAFE AS $$ SELECT encode(sha256(convert_to(value, 'UTF8')), 'hex') $$;
CREATE INDEX point_claimed_hash ON contacts_contactpoint (evidence_point_hash(value_norm))
    WHERE is_identity AND status IN ('active', 'unverified');
"""
UNHASH = """
DROP INDEX point_claimed_hash; DROP FUNCTION evidence_point_hash(text);
"""


def add_unknown(apps, schema_editor):
    """Add the kind of signs nobody configured: kept, never counted."""
    apps.get_model("evidence", "EvidenceType").objects.get_or_create(
        code="unknown",
        defaults={
            "name": "Unknown kind",
            "family": "behavioural",
            "component": "engagement",
            "base_weight": 1,
            "half_life_days": 30,
            "enabled": False,
        },
    )


class Migration(migrations.Migration):
    """Make room for evidence in bulk."""

    dependencies = [
        ('contacts', '0003_references'),
        ('core', '0003_references'),
        ('evidence', '0004_snapshots_move'),
        ('inventory', '0003_references'),
        ('opportunities', '0004_references'),
    ]

    operations = [
        migrations.CreateModel(
            name='QDAggregate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('component', models.CharField(choices=[('intent', 'Intent'), ('engagement', 'Engagement'), ('fit', 'Fit'), ('readiness', 'Readiness'), ('perception', 'Perception')], max_length=10)),
                ('purpose', models.CharField(blank=True, help_text='The consent without which it does not count.', max_length=25)),
                ('half_life_days', models.FloatField()),
                ('mass', models.FloatField()),
                ('lean', models.FloatField()),
                ('as_of', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'QD aggregate',
                'ordering': ['contact', 'component', 'id'],
            },
        ),
        migrations.AddField(
            model_name='evidence',
            name='point_hash',
            field=models.CharField(blank=True, help_text='sha256 of the number or e-mail its sender knew.', max_length=64),
        ),
        migrations.AddField(
            model_name='evidence',
            name='quarantine_reason',
            field=models.CharField(blank=True, choices=[('consent', 'No consent in force'), ('unresolved', 'Nobody knows whom it is about'), ('unknown_type', 'A kind of sign nobody configured')], max_length=12),
        ),
        migrations.AddField(
            model_name='evidence',
            name='reported_type',
            field=models.CharField(blank=True, help_text="The sender's word for a kind nobody configured.", max_length=60),
        ),
        migrations.AddIndex(
            model_name='evidence',
            index=models.Index(condition=models.Q(('session_ref', ''), _negated=True), fields=['session_ref'], name='evidence_session'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('quarantine_reason__in', ['', 'consent', 'unresolved', 'unknown_type'])), name='evidence_quarantine_known'),
        ),
        migrations.AddField(
            model_name='qdaggregate',
            name='contact',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='qd_aggregates', to='contacts.contact'),
        ),
        migrations.AddConstraint(
            model_name='qdaggregate',
            constraint=models.UniqueConstraint(fields=('contact', 'component', 'purpose', 'half_life_days'), name='qd_aggregate_once'),
        ),
        migrations.RunSQL(KEEP, BEFORE),
        migrations.RunSQL(HASH, UNHASH),
        migrations.RunPython(add_unknown, migrations.RunPython.noop, elidable=False),
    ]
