
import core.models.functions
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0005_suppression'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RetentionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('artifact', models.CharField(choices=[('import_file', 'Files as they were uploaded'), ('transcript', 'Words of recorded calls'), ('perception', 'Evidence from sensors')], max_length=12, unique=True)),
                ('days', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1)])),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['artifact'],
                'constraints': [models.CheckConstraint(condition=models.Q(('artifact__in', ['import_file', 'transcript', 'perception'])), name='retention_artifact_known'), models.CheckConstraint(condition=models.Q(('days__gte', 1)), name='retention_takes_a_day')],
            },
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(db_default=core.models.functions.UuidV7(), editable=False, unique=True)),
                ('reason', models.CharField(choices=[('booking', 'Booking or agreement'), ('tax', 'Tax and accounts'), ('dispute', 'Dispute or claim'), ('authority', 'Order of an authority')], max_length=10)),
                ('note', models.CharField(blank=True, help_text='Number of the case or law.', max_length=300)),
                ('placed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('until', models.DateField(blank=True, help_text='Empty while it is in force.', null=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legal_holds', to='contacts.contact')),
                ('placed_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'permissions': [('answer_requests', "Can answer people's requests about their data")],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['booking', 'tax', 'dispute', 'authority'])), name='hold_reason_known'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('contact', 'reason'), name='hold_once_in_force')],
            },
        ),
    ]
