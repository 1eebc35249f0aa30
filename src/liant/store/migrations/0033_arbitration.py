"""Arbitration: policy, weekly decisions, accounts; the database refuses to change a decision that is published."""

import django.db.models.deletion
import django.db.models.expressions
import liant.loop.values.ids
import liant.store.models.base
from django.conf import settings
from django.db import migrations, models


KEPT = ("arbitrationwindow", "award", "houraccount")
SQLITE = [
    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON store_{table} "
    "BEGIN SELECT RAISE(ABORT, 'a published decision is never changed'); END"
    for table in KEPT
    for act in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    "CREATE FUNCTION decision_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
    "'a published decision is never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    *(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON store_{table} "
        "FOR EACH ROW EXECUTE FUNCTION decision_refuse()"
        for table in KEPT
    ),
]
BACK = {
    "sqlite": [f"DROP TRIGGER {table}_no_{act}" for table in KEPT for act in ("update", "delete")],
    "postgresql": [
        *(f"DROP TRIGGER {table}_no_change ON store_{table}" for table in KEPT),
        "DROP FUNCTION decision_refuse()",
    ],
}


def guard(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0032_bookings'),
    ]

    operations = [
        migrations.CreateModel(
            name='ArbitrationPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clients', models.PositiveSmallIntegerField(default=25)),
                ('prospects', models.PositiveSmallIntegerField(default=25)),
                ('partners', models.PositiveSmallIntegerField(default=10)),
                ('sales', models.PositiveSmallIntegerField(default=25)),
                ('strategy', models.PositiveSmallIntegerField(default=15)),
                ('buffer_percent', models.PositiveSmallIntegerField(default=15)),
                ('reserve_weeks', models.PositiveSmallIntegerField(default=1)),
                ('week_half_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='arbitration_policy_is_one'), models.CheckConstraint(condition=models.Q(('clients', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Value(100), '-', models.F('prospects')), '-', models.F('partners')), '-', models.F('sales')), '-', models.F('strategy')))), name='arbitration_shares_sum_to_100'), models.CheckConstraint(condition=models.Q(('buffer_percent__lte', 50), ('reserve_weeks__lte', 13)), name='arbitration_kept_back_in_range')],
            },
        ),
        migrations.CreateModel(
            name='ArbitrationWindow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', liant.store.models.base.PublicIdField(default=liant.loop.values.ids.new_public_id, editable=False, max_length=14, unique=True)),
                ('week_on', models.DateField(unique=True)),
                ('capacity', models.PositiveIntegerField()),
                ('spent', models.PositiveIntegerField()),
                ('decided_at', models.DateTimeField()),
                ('trace', models.JSONField()),
                ('checks', models.JSONField()),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Adjustment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_forced', models.BooleanField()),
                ('reason', models.CharField(max_length=600)),
                ('at', models.DateTimeField()),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='store.marketingrequest')),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('window', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='store.arbitrationwindow')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='adjustment_has_a_reason'), models.UniqueConstraint(condition=models.Q(('window', None)), fields=('request',), name='adjustment_open_once_a_request')],
            },
        ),
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_chosen', models.BooleanField()),
                ('reason', models.CharField(max_length=10)),
                ('cost', models.PositiveSmallIntegerField()),
                ('facts', models.JSONField()),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='store.marketingrequest')),
                ('window', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='store.arbitrationwindow')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['promised', 'forced', 'paid', 'completed', 'forbidden', 'no_voice', 'too_dear', 'no_room'])), name='award_reason_known'), models.UniqueConstraint(fields=('window', 'request'), name='award_once_a_window')],
            },
        ),
        migrations.CreateModel(
            name='HourAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voice', models.CharField(max_length=24)),
                ('college', models.CharField(max_length=10)),
                ('credited', models.FloatField()),
                ('spent', models.FloatField()),
                ('balance', models.FloatField()),
                ('has_received', models.BooleanField()),
                ('window', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='store.arbitrationwindow')),
            ],
            options={
                'indexes': [models.Index(fields=['voice', '-window'], name='hour_account_by_voice')],
                'constraints': [models.CheckConstraint(condition=models.Q(('college__in', ['clients', 'prospects', 'partners', 'sales', 'strategy'])), name='hour_account_college_known'), models.UniqueConstraint(fields=('window', 'voice'), name='hour_account_once_a_window')],
            },
        ),
        migrations.CreateModel(
            name='UrgentCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', liant.store.models.base.PublicIdField(default=liant.loop.values.ids.new_public_id, editable=False, max_length=14, unique=True)),
                ('reason', models.CharField(max_length=600)),
                ('at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('is_granted', models.BooleanField(default=False)),
                ('answer', models.CharField(blank=True, max_length=600)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('called_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('displaced', models.ManyToManyField(blank=True, related_name='displaced_by', to='store.marketingrequest')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urgent_calls', to='store.marketingrequest')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.team')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('request',), name='urgent_call_open_once_a_request'), models.CheckConstraint(condition=models.Q(('answered_at', None), models.Q(('answer', ''), _negated=True), _connector='OR'), name='urgent_call_answered_with_a_reason')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='responsepromise',
            name='promise_code_known',
        ),
        migrations.AddConstraint(
            model_name='responsepromise',
            constraint=models.CheckConstraint(condition=models.Q(('code__in', ['request', 'urgent', 'contest', 'lead'])), name='promise_code_known'),
        ),
        migrations.RunPython(guard, unguard),
    ]
