"""Figures that Liant counts itself; and the database refuses to publish a claim that neither cites nor is an opinion."""

from django.db import migrations, models


BARE = (
    "EXISTS (SELECT 1 FROM store_claim c WHERE c.argument_version_id = NEW.id AND NOT c.is_opinion "
    "AND NOT EXISTS (SELECT 1 FROM store_evidence e WHERE e.claim_id = c.id))"
)
SQLITE = (
    "CREATE TRIGGER argument_no_bare_claim BEFORE UPDATE OF status ON store_argumentversion "
    f"WHEN NEW.status = 'published' AND OLD.status <> 'published' AND {BARE} "
    "BEGIN SELECT RAISE(ABORT, 'a published claim cites its evidence or is marked opinion'); END"
)
POSTGRESQL = (
    "CREATE FUNCTION argument_refuse_bare_claim() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF {BARE} THEN RAISE EXCEPTION 'a published claim cites its evidence or is marked opinion' "
    "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER argument_no_bare_claim BEFORE UPDATE OF status ON store_argumentversion FOR EACH ROW "
    "WHEN (NEW.status = 'published' AND OLD.status <> 'published') EXECUTE FUNCTION argument_refuse_bare_claim()",
)


def guard(apps, schema_editor):
    for statement in (SQLITE,) if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER argument_no_bare_claim")
    else:
        schema_editor.execute("DROP TRIGGER argument_no_bare_claim ON store_argumentversion")
        schema_editor.execute("DROP FUNCTION argument_refuse_bare_claim()")


class Migration(migrations.Migration):

    dependencies = [
        ("store", "0021_credit_taken_back"),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='origin',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='evidence',
            name='figure_currency',
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.AddField(
            model_name='evidence',
            name='figure_key',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='evidence',
            name='figure_value',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['quote', 'figure', ''])), name='claim_origin_known'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('figure_key', ''), ('figure_value', None)), models.Q(models.Q(('figure_key', ''), _negated=True), ('figure_n__isnull', False), ('figure_value__isnull', False)), _connector='OR'), name='evidence_counted_figure_whole'),
        ),
        migrations.RunPython(guard, unguard),
    ]
