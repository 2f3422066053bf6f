
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0002_guards'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='legalhold',
            options={'ordering': ['-id'], 'permissions': [('answer_requests', "Can answer people's requests about their data"), ('break_glass', 'Can open a restricted record for an hour, with a reason')]},
        ),
    ]
