"""Requests to marketing, and ten types of work to begin with: each company changes them as it learns."""

import django.db.models.deletion
import liant.loop.values.ids
import liant.store.models.base
from django.conf import settings
from django.db import migrations, models


#: French and English names, half-days, weeks, skills in the order of the work.
TYPES = (
    ("Étude de cas client", "Case study", 8, 4, ["writing", "design"]),
    ("Dossier de démonstration", "Demonstration file", 5, 2, ["technical", "writing"]),
    ("Visite de référence", "Reference visit", 4, 3, ["events"]),
    ("Fiche produit", "Product sheet", 4, 2, ["writing", "design"]),
    ("Présentation sur mesure", "Tailored presentation", 3, 1, ["writing", "design"]),
    ("Fiche concurrent", "Competitor sheet", 4, 2, ["figures", "writing"]),
    ("Calcul de gain chiffré", "Savings calculation", 4, 2, ["figures"]),
    ("Vidéo courte", "Short video", 8, 4, ["writing", "video"]),
    ("Page web ou campagne", "Web page or campaign", 6, 3, ["writing", "web"]),
    ("Stand ou événement", "Stand or event", 16, 8, ["events", "design"]),
)


def fill(apps, schema_editor):
    deliverables = apps.get_model("store", "Deliverable").objects
    for position, (name_fr, name_en, half_days, lead_weeks, skills) in enumerate(TYPES):
        deliverables.create(
            name_fr=name_fr,
            name_en=name_en,
            half_days=half_days,
            lead_weeks=lead_weeks,
            skills=skills,
            position=position,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0022_counted_figures'),
    ]

    operations = [
        migrations.CreateModel(
            name='Deliverable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', liant.store.models.base.PublicIdField(default=liant.loop.values.ids.new_public_id, editable=False, max_length=14, unique=True)),
                ('name_fr', models.CharField(max_length=80)),
                ('name_en', models.CharField(max_length=80)),
                ('half_days', models.PositiveSmallIntegerField()),
                ('lead_weeks', models.PositiveSmallIntegerField()),
                ('skills', models.JSONField(default=list)),
                ('position', models.PositiveSmallIntegerField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('half_days__gte', 1), ('half_days__lte', 120)), name='deliverable_size_in_range'), models.CheckConstraint(condition=models.Q(('lead_weeks__lte', 52)), name='deliverable_lead_in_range')],
            },
        ),
        migrations.CreateModel(
            name='MarketingRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', liant.store.models.base.PublicIdField(default=liant.loop.values.ids.new_public_id, editable=False, max_length=14, unique=True)),
                ('title', models.CharField(max_length=120)),
                ('details', models.TextField(blank=True)),
                ('language', models.CharField(default='und', max_length=3)),
                ('for_whom', models.CharField(max_length=10)),
                ('needed_on', models.DateField(blank=True, null=True)),
                ('half_days', models.PositiveSmallIntegerField()),
                ('status', models.CharField(default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('delivered_at', models.DateTimeField(blank=True, null=True)),
                ('actual_half_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('ending', models.CharField(blank=True, max_length=600)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to=settings.AUTH_USER_MODEL)),
                ('deliverable', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='store.deliverable')),
                ('maker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='makes', to=settings.AUTH_USER_MODEL)),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='store.theme')),
            ],
        ),
        migrations.CreateModel(
            name='RequestBacker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('need', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='store.account')),
                ('opportunity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='store.opportunity')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='backers', to='store.marketingrequest')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.team')),
            ],
        ),
        migrations.AddIndex(
            model_name='marketingrequest',
            index=models.Index(fields=['status', '-id'], name='request_by_status'),
        ),
        migrations.AddIndex(
            model_name='marketingrequest',
            index=models.Index(fields=['deliverable', 'delivered_at'], name='request_by_delivery'),
        ),
        migrations.AddConstraint(
            model_name='marketingrequest',
            constraint=models.CheckConstraint(condition=models.Q(('for_whom__in', ['client', 'prospect', 'partner', 'team', 'company'])), name='request_for_whom_known'),
        ),
        migrations.AddConstraint(
            model_name='marketingrequest',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'accepted', 'in_hand', 'delivered', 'withdrawn'])), name='request_status_known'),
        ),
        migrations.AddConstraint(
            model_name='marketingrequest',
            constraint=models.CheckConstraint(condition=models.Q(('half_days__gte', 1), ('half_days__lte', 120)), name='request_size_in_range'),
        ),
        migrations.AddConstraint(
            model_name='marketingrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'delivered'), _negated=True), models.Q(('actual_half_days__isnull', False), ('delivered_at__isnull', False)), _connector='OR'), name='request_delivered_with_what_it_took'),
        ),
        migrations.AddConstraint(
            model_name='marketingrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'in_hand'), _negated=True), models.Q(('maker__isnull', False), ('started_at__isnull', False)), _connector='OR'), name='request_in_hand_of_somebody'),
        ),
        migrations.AddIndex(
            model_name='requestbacker',
            index=models.Index(fields=['person', '-id'], name='request_by_backer'),
        ),
        migrations.AddIndex(
            model_name='requestbacker',
            index=models.Index(fields=['team', '-id'], name='request_by_team'),
        ),
        migrations.AddConstraint(
            model_name='requestbacker',
            constraint=models.UniqueConstraint(fields=('request', 'person'), name='request_backer_once'),
        ),
        migrations.AddConstraint(
            model_name='requestbacker',
            constraint=models.CheckConstraint(condition=models.Q(('need__gte', 1), ('need__lte', 3)), name='request_need_in_range'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
