"""Flags with their history, and signs of life."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from core.models.triggers import AppendOnly, NoDelete

# every writer leaves a row: a page, a command, SQL by hand
NOTE = """
CREATE FUNCTION ops_note_flag() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb;
    is_now jsonb := jsonb_build_object(
        'everyone', NEW.everyone, 'percent', NEW.percent, 'staff', NEW.staff,
        'superusers', NEW.superusers, 'authenticated', NEW.authenticated);
BEGIN
    IF TG_OP = 'UPDATE' THEN
        was := jsonb_build_object(
            'everyone', OLD.everyone, 'percent', OLD.percent, 'staff', OLD.staff,
            'superusers', OLD.superusers, 'authenticated', OLD.authenticated);
        IF was = is_now AND OLD.name = NEW.name THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO ops_flagchange (flag, actor_id, reason, before, after)
    VALUES (NEW.name, core_setting('app.actor')::bigint,
            coalesce(core_setting('app.cause'), ''), was, is_now);
    RETURN NULL;
END $$;
CREATE TRIGGER note_change AFTER INSERT OR UPDATE ON ops_flag
    FOR EACH ROW EXECUTE FUNCTION ops_note_flag();
"""
FORGET = "DROP TRIGGER note_change ON ops_flag; DROP FUNCTION ops_note_flag();"
SEED = """
INSERT INTO ops_flag (name, everyone, testing, superusers, staff, authenticated, languages,
                      rollout, note, created, modified)
SELECT name, true, false, true, false, false, '', false, '', now(), now()
FROM unnest(ARRAY['schema', 'read', 'review', 'oracle', 'automation',
                  'imports', 'sync', 'ai', 'open']) WITH ORDINALITY AS f(name, place)
ORDER BY place
"""


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("ops", "0001_backups_and_releases"),
    ]

    operations = [
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('detail', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'verbose_name': 'sign of life',
                'verbose_name_plural': 'signs of life',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Flag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='The human/computer readable name.', max_length=100, unique=True, verbose_name='Name')),
                ('everyone', models.BooleanField(blank=True, help_text='Flip this flag on (Yes) or off (No) for everyone, overriding all other settings. Leave as Unknown to use normally.', null=True, verbose_name='Everyone')),
                ('percent', models.DecimalField(blank=True, decimal_places=1, help_text='A number between 0.0 and 99.9 to indicate a percentage of users for whom this flag will be active.', max_digits=3, null=True, verbose_name='Percent')),
                ('testing', models.BooleanField(default=False, help_text='Allow this flag to be set for a session for user testing', verbose_name='Testing')),
                ('superusers', models.BooleanField(default=True, help_text='Flag always active for superusers?', verbose_name='Superusers')),
                ('staff', models.BooleanField(default=False, help_text='Flag always active for staff?', verbose_name='Staff')),
                ('authenticated', models.BooleanField(default=False, help_text='Flag always active for authenticated users?', verbose_name='Authenticated')),
                ('languages', models.TextField(blank=True, default='', help_text='Activate this flag for users with one of these languages (comma-separated list)', verbose_name='Languages')),
                ('rollout', models.BooleanField(default=False, help_text='Activate roll-out mode?', verbose_name='Rollout')),
                ('note', models.TextField(blank=True, help_text='Note where this Flag is used.', verbose_name='Note')),
                ('created', models.DateTimeField(db_index=True, default=django.utils.timezone.now, help_text='Date when this Flag was created.', verbose_name='Created')),
                ('modified', models.DateTimeField(default=django.utils.timezone.now, help_text='Date when this Flag was last modified.', verbose_name='Modified')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('percent__isnull', True), ('percent__gte', 0), _connector='OR'), name='flag_percent_range')],
            },
        ),
        migrations.CreateModel(
            name='FlagChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('flag', models.CharField(max_length=100)),
                ('reason', models.TextField(blank=True)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField()),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['flag', '-id'], name='flag_change_flag')],
            },
        ),
        migrations.RunSQL(NOTE, FORGET),
        migrations.RunSQL(SEED, migrations.RunSQL.noop),
        NoDelete("ops_flag", "switch it off instead"),
        AppendOnly("ops_flagchange"),
    ]
