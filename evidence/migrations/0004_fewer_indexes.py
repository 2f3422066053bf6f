"""Evidence keeps the indexes a query uses; those of references that are mostly empty, in part."""

import django.db.models.deletion
from django.db import migrations, models

from core.models.together import Together


class Migration(migrations.Migration):
    """Drop and shorten."""

    dependencies = [
        ('contacts', '0002_guards'),
        ('core', '0004_sources_and_sensitive_fields'),
        ('evidence', '0003_default_score'),
        ('inventory', '0002_guards'),
        ('opportunities', '0003_default_pipeline'),
    ]

    operations = [
        Together([
            migrations.AlterField(
                model_name='evidence',
                name='consent',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supported_evidence', to='contacts.consentrecord'),
            ),
            migrations.AlterField(
                model_name='evidence',
                name='contact',
                field=models.ForeignKey(blank=True, db_index=False, help_text='Empty while nobody knows whom it is about.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='contacts.contact'),
            ),
            migrations.AlterField(
                model_name='evidence',
                name='household',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='contacts.household'),
            ),
            migrations.AlterField(
                model_name='evidence',
                name='opportunity',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='opportunities.opportunity'),
            ),
            migrations.AlterField(
                model_name='evidence',
                name='producer',
                field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='core.sourcesystem'),
            ),
            migrations.AlterField(
                model_name='evidence',
                name='type',
                field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='evidence.evidencetype'),
            ),
            migrations.AlterField(
                model_name='evidence',
                name='unit',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='inventory.unit'),
            ),
            migrations.AlterField(
                model_name='qdaggregate',
                name='contact',
                field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='qd_aggregates', to='contacts.contact'),
            ),
            migrations.AlterField(
                model_name='qdscore',
                name='config',
                field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='evidence.qdconfig'),
            ),
            migrations.AlterField(
                model_name='qdsnapshot',
                name='config',
                field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='evidence.qdconfig'),
            ),
            migrations.AlterField(
                model_name='qdsnapshot',
                name='contact',
                field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='qd_snapshots', to='contacts.contact'),
            ),
            migrations.AddIndex(
                model_name='evidence',
                index=models.Index(condition=models.Q(('household__isnull', False)), fields=['household'], name='evidence_household'),
            ),
            migrations.AddIndex(
                model_name='evidence',
                index=models.Index(condition=models.Q(('opportunity__isnull', False)), fields=['opportunity'], name='evidence_opportunity'),
            ),
            migrations.AddIndex(
                model_name='evidence',
                index=models.Index(condition=models.Q(('unit__isnull', False)), fields=['unit'], name='evidence_unit'),
            ),
            migrations.AddIndex(
                model_name='evidence',
                index=models.Index(condition=models.Q(('consent__isnull', False)), fields=['consent'], name='evidence_consent'),
            ),
        ]),
    ]
