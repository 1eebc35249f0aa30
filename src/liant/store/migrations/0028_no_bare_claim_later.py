"""The database refuses a claim that neither cites nor is an opinion in what is published, whenever it comes there.

Before, it looked when an argument was published, and not at a claim written into it, or marked as a fact, later on.
"""

from django.db import migrations

SAYS = "a published claim cites its evidence or is marked opinion"
BARE = (
    "NOT NEW.is_opinion AND EXISTS (SELECT 1 FROM store_argumentversion v WHERE v.id = NEW.argument_version_id "
    "AND v.status = 'published') AND NOT EXISTS (SELECT 1 FROM store_evidence e WHERE e.claim_id = NEW.id)"
)
EVENTS = {"insert": "INSERT", "update": "UPDATE OF is_opinion, argument_version_id"}
SQLITE = [
    f"CREATE TRIGGER claim_not_bare_on_{name} AFTER {event} ON store_claim WHEN {BARE} "
    f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    for name, event in EVENTS.items()
]
POSTGRESQL = [
    "CREATE FUNCTION claim_refuse_bare() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF {BARE} THEN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
    "RETURN NEW; END $$",
    *(
        f"CREATE TRIGGER claim_not_bare_on_{name} AFTER {event} ON store_claim FOR EACH ROW "
        "EXECUTE FUNCTION claim_refuse_bare()"
        for name, event in EVENTS.items()
    ),
]


def guard(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for name in EVENTS:
        schema_editor.execute(f"DROP TRIGGER claim_not_bare_on_{name}" + ("" if is_sqlite else " ON store_claim"))
    if not is_sqlite:
        schema_editor.execute("DROP FUNCTION claim_refuse_bare()")


class Migration(migrations.Migration):
    dependencies = [("store", "0027_figures_counted_again")]
    operations = [migrations.RunPython(guard, unguard)]
