"""Units on hold, units booked, and which broker brought whom."""

import core.models.functions
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from core.models.together import Together


class Migration(migrations.Migration):
    """Create the tables."""

    dependencies = [
        ('accounts', '0002_guards'),
        ('contacts', '0002_guards'),
        ('inventory', '0002_guards'),
        ('opportunities', '0003_default_pipeline'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(db_default=core.models.functions.UuidV7(), editable=False, help_text='The id in URLs and the API.', unique=True)),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('confirmed', 'Confirmed'), ('cancelled', 'Cancelled')], default='draft', editable=False, max_length=10)),
                ('agreement_value', models.DecimalField(decimal_places=2, max_digits=16)),
                ('booking_amount', models.DecimalField(blank=True, decimal_places=2, help_text='Paid to book.', max_digits=16, null=True)),
                ('currency', models.CharField(choices=[('INR', 'INR'), ('AED', 'AED'), ('USD', 'USD'), ('GBP', 'GBP'), ('EUR', 'EUR'), ('SGD', 'SGD')], max_length=3)),
                ('list_price', models.DecimalField(decimal_places=2, editable=False, help_text='Of the unit when the booking was submitted, in the same currency.', max_digits=16, null=True)),
                ('payment_plan', models.CharField(blank=True, help_text='As agreed: construction-linked, 20:80.', max_length=120)),
                ('submitted_at', models.DateTimeField(editable=False, null=True)),
                ('booked_at', models.DateTimeField(editable=False, help_text='When it was confirmed.', null=True)),
                ('cancelled_at', models.DateTimeField(editable=False, null=True)),
                ('reason', models.CharField(blank=True, editable=False, help_text='Why it was cancelled.', max_length=300)),
                ('created_by', models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opportunity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='opportunities.opportunity')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='inventory.unit')),
                ('updated_by', models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'confirmed', 'cancelled'])), name='booking_state_known'), models.CheckConstraint(condition=models.Q(('currency__in', ['INR', 'AED', 'USD', 'GBP', 'EUR', 'SGD'])), name='booking_currency_known'), models.CheckConstraint(condition=models.Q(('agreement_value__gt', 0), models.Q(('booking_amount__isnull', True), models.Q(('booking_amount__gte', 0), ('booking_amount__lte', models.F('agreement_value'))), _connector='OR')), name='booking_amounts_fit'), models.CheckConstraint(condition=models.Q(models.Q(('booked_at', None), ('state', 'draft'), ('submitted_at__isnull', True)), models.Q(('booked_at', None), ('state', 'submitted'), ('submitted_at__isnull', False)), models.Q(('booked_at__isnull', False), ('state', 'confirmed'), ('submitted_at__isnull', False)), ('state', 'cancelled'), _connector='OR'), name='booking_states_say_when'), models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', False), ('state', 'cancelled'), models.Q(('reason__regex', '^\\s*$'), _negated=True)), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('cancelled_at__isnull', True)), _connector='OR'), name='booking_cancelled_says_when_and_why'), models.UniqueConstraint(condition=models.Q(('state__in', ('submitted', 'confirmed'))), fields=('unit',), name='booking_one_per_unit', violation_error_message='This unit is booked already.'), models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('opportunity',), name='booking_one_per_deal', violation_error_message='This deal has a booking already.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalBooking',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, verbose_name='ID')),
                ('uid', models.UUIDField(db_default=core.models.functions.UuidV7(), editable=False, help_text='The id in URLs and the API.')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('confirmed', 'Confirmed'), ('cancelled', 'Cancelled')], default='draft', editable=False, max_length=10)),
                ('agreement_value', models.DecimalField(decimal_places=2, max_digits=16)),
                ('booking_amount', models.DecimalField(blank=True, decimal_places=2, help_text='Paid to book.', max_digits=16, null=True)),
                ('currency', models.CharField(choices=[('INR', 'INR'), ('AED', 'AED'), ('USD', 'USD'), ('GBP', 'GBP'), ('EUR', 'EUR'), ('SGD', 'SGD')], max_length=3)),
                ('list_price', models.DecimalField(decimal_places=2, editable=False, help_text='Of the unit when the booking was submitted, in the same currency.', max_digits=16, null=True)),
                ('payment_plan', models.CharField(blank=True, help_text='As agreed: construction-linked, 20:80.', max_length=120)),
                ('submitted_at', models.DateTimeField(editable=False, null=True)),
                ('booked_at', models.DateTimeField(editable=False, help_text='When it was confirmed.', null=True)),
                ('cancelled_at', models.DateTimeField(editable=False, null=True)),
                ('reason', models.CharField(blank=True, editable=False, help_text='Why it was cancelled.', max_length=300)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opportunity', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='opportunities.opportunity')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='inventory.unit')),
                ('updated_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical booking',
                'verbose_name_plural': 'historical bookings',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'constraints': [models.UniqueConstraint(fields=('id', 'version'), name='history_opportunities_booking_once')],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPartnerTag',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, verbose_name='ID')),
                ('uid', models.UUIDField(db_default=core.models.functions.UuidV7(), editable=False, help_text='The id in URLs and the API.')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(help_text='First day included, last day excluded.')),
                ('status', models.CharField(choices=[('active', 'Active'), ('disputed', 'In dispute'), ('ended', 'Ended')], default='active', max_length=10)),
                ('ended_at', models.DateTimeField(blank=True, help_text='When it ended before its time; empty: by the calendar.', null=True)),
                ('reason', models.CharField(blank=True, help_text='Why it is so, or ended.', max_length=300)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('contact', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contacts.contact')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='The broker firm that brought the client.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.account')),
                ('project', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='inventory.project')),
                ('updated_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='The visit that proves it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='opportunities.sitevisit')),
            ],
            options={
                'verbose_name': 'historical partner tag',
                'verbose_name_plural': 'historical partner tags',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'constraints': [models.UniqueConstraint(fields=('id', 'version'), name='history_opportunities_partnertag_once')],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalUnitHold',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, verbose_name='ID')),
                ('uid', models.UUIDField(db_default=core.models.functions.UuidV7(), editable=False, help_text='The id in URLs and the API.')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('period', django.contrib.postgres.fields.ranges.DateTimeRangeField(help_text='First moment included, last excluded.')),
                ('status', models.CharField(choices=[('active', 'Active'), ('released', 'Released'), ('booked', 'Became a booking')], default='active', max_length=10)),
                ('ended_at', models.DateTimeField(blank=True, help_text='When it ended before its time; empty: by the clock.', null=True)),
                ('reason', models.CharField(blank=True, help_text='Why it was released.', max_length=300)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('held_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opportunity', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='opportunities.opportunity')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='inventory.unit')),
                ('updated_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical unit hold',
                'verbose_name_plural': 'historical unit holds',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'constraints': [models.UniqueConstraint(fields=('id', 'version'), name='history_opportunities_unithold_once')],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='PartnerTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(db_default=core.models.functions.UuidV7(), editable=False, help_text='The id in URLs and the API.', unique=True)),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(help_text='First day included, last day excluded.')),
                ('status', models.CharField(choices=[('active', 'Active'), ('disputed', 'In dispute'), ('ended', 'Ended')], default='active', max_length=10)),
                ('ended_at', models.DateTimeField(blank=True, help_text='When it ended before its time; empty: by the calendar.', null=True)),
                ('reason', models.CharField(blank=True, help_text='Why it is so, or ended.', max_length=300)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partner_tags', to='contacts.contact')),
                ('created_by', models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(help_text='The broker firm that brought the client.', on_delete=django.db.models.deletion.PROTECT, related_name='partner_tags', to='accounts.account')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partner_tags', to='inventory.project')),
                ('updated_by', models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(blank=True, help_text='The visit that proves it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='partner_tags', to='opportunities.sitevisit')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['active', 'disputed', 'ended'])), name='tag_status_known'), models.CheckConstraint(condition=models.Q(('valid__endswith__isnull', False), ('valid__isempty', False), ('valid__startswith__isnull', False)), name='tag_has_ends'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('status', 'ended')), models.Q(models.Q(('status', 'ended'), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='tag_ended_says_when'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status', 'active')), expressions=[('contact', '='), ('project', '='), ('valid', '&&')], name='tag_one_at_a_time', violation_error_message='Another broker holds this client for the project then.')],
            },
        ),
        migrations.CreateModel(
            name='UnitHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(db_default=core.models.functions.UuidV7(), editable=False, help_text='The id in URLs and the API.', unique=True)),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('period', django.contrib.postgres.fields.ranges.DateTimeRangeField(help_text='First moment included, last excluded.')),
                ('status', models.CharField(choices=[('active', 'Active'), ('released', 'Released'), ('booked', 'Became a booking')], default='active', max_length=10)),
                ('ended_at', models.DateTimeField(blank=True, help_text='When it ended before its time; empty: by the clock.', null=True)),
                ('reason', models.CharField(blank=True, help_text='Why it was released.', max_length=300)),
                ('created_by', models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('held_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opportunity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='opportunities.opportunity')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='inventory.unit')),
                ('updated_by', models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['active', 'released', 'booked'])), name='hold_status_known'), models.CheckConstraint(condition=models.Q(('period__endswith__isnull', False), ('period__isempty', False), ('period__startswith__isnull', False)), name='hold_has_ends'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('status', 'active')), models.Q(models.Q(('status', 'active'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='hold_ended_says_when'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status', 'active')), expressions=[('unit', '='), ('period', '&&')], name='hold_one_at_a_time', violation_error_message='Another deal holds this unit then.')],
            },
        ),
        ]),
    ]
