"""Consent to marketing by e-mail and by SMS: two purposes more."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The choices of a purpose, and their check."""

    dependencies = [
        ('contacts', '0003_lean_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='consentrecord',
            name='consent_purpose_known',
        ),
        migrations.AlterField(
            model_name='consentrecord',
            name='purpose',
            field=models.CharField(choices=[('service_communication', 'Service communication'), ('marketing', 'Marketing'), ('email_marketing', 'Marketing by e-mail'), ('sms_marketing', 'Marketing by SMS'), ('whatsapp_marketing', 'Marketing by WhatsApp'), ('call_recording', 'Recording of calls'), ('perception_analytics', 'Perception analytics'), ('profiling', 'Profiling'), ('third_party_share', 'Sharing with third parties'), ('nri_cross_border', 'Transfer across borders')], max_length=25),
        ),
        migrations.AddConstraint(
            model_name='consentrecord',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['service_communication', 'marketing', 'email_marketing', 'sms_marketing', 'whatsapp_marketing', 'call_recording', 'perception_analytics', 'profiling', 'third_party_share', 'nri_cross_border'])), name='consent_purpose_known'),
        ),
    ]
