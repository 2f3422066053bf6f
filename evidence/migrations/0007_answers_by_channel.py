"""Evidence may need consent to marketing by e-mail or SMS."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The choices of a consent, and their check."""

    dependencies = [
        ('evidence', '0006_inline_hash'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='evidencetype',
            name='evidence_type_consent_known',
        ),
        migrations.AlterField(
            model_name='evidencetype',
            name='needs_consent',
            field=models.CharField(blank=True, choices=[('service_communication', 'Service communication'), ('marketing', 'Marketing'), ('email_marketing', 'Marketing by e-mail'), ('sms_marketing', 'Marketing by SMS'), ('whatsapp_marketing', 'Marketing by WhatsApp'), ('call_recording', 'Recording of calls'), ('perception_analytics', 'Perception analytics'), ('profiling', 'Profiling'), ('third_party_share', 'Sharing with third parties'), ('nri_cross_border', 'Transfer across borders')], help_text='Without this consent the evidence is quarantined.', max_length=25),
        ),
        migrations.AddConstraint(
            model_name='evidencetype',
            constraint=models.CheckConstraint(condition=models.Q(('needs_consent__in', ['', 'service_communication', 'marketing', 'email_marketing', 'sms_marketing', 'whatsapp_marketing', 'call_recording', 'perception_analytics', 'profiling', 'third_party_share', 'nri_cross_border'])), name='evidence_type_consent_known'),
        ),
    ]
