
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_grants_end'),
        ('contacts', '0007_answers_move'),
        ('core', '0006_sensitive_fields'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='contactusergrant',
            name='expires_at',
            field=models.DateTimeField(blank=True, help_text='Empty: until revoked.', null=True),
        ),
        migrations.AddField(
            model_name='contactusergrant',
            name='granted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='contactusergrant',
            name='reason',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('visibility', 2)), fields=['-updated_at', '-id'], name='contact_shared_recent'),
        ),
    ]
