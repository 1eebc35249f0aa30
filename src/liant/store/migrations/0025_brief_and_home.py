import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0024_working_time")]

    operations = [
        migrations.RemoveConstraint(model_name="briefline", name="brief_line_once_a_day"),
        migrations.RenameField(model_name="briefline", old_name="story", new_name="fact"),
        migrations.AddField(model_name="briefline", name="cover", field=models.JSONField(default=dict)),
        migrations.AddConstraint(
            model_name="briefline",
            constraint=models.UniqueConstraint(fields=["person", "fact", "shown_on"], name="brief_line_once_a_day"),
        ),
        migrations.CreateModel(
            name="BriefPreference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seconds", models.PositiveSmallIntegerField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="brief_preference",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("seconds__in", (20, 40, 60))), name="brief_seconds_known"
                    )
                ]
            },
        ),
        migrations.AddField(model_name="instance", name="filled_until", field=models.DateTimeField(blank=True, null=True)),
        migrations.AddField(model_name="instance", name="n_rounds", field=models.PositiveBigIntegerField(default=0)),
        migrations.AddField(model_name="instance", name="place", field=models.CharField(blank=True, max_length=64)),
        migrations.AddField(
            model_name="mailpreference", name="brief", field=models.CharField(default="digest", max_length=8)
        ),
        migrations.AddConstraint(
            model_name="mailpreference",
            constraint=models.CheckConstraint(
                condition=models.Q(("brief__in", ["at_once", "digest", "off"])), name="channel_of_brief_known"
            ),
        ),
    ]
