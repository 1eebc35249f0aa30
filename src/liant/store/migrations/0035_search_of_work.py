"""Make the index of ideas, plans, launches, strategy messages and meetings. ``liant serve`` fills it when it is empty."""

from __future__ import annotations

from django.db import migrations

KINDS = ("idea", "plan", "launch", "message", "meeting")


def forwards(apps, schema_editor):
    for kind in KINDS:
        table = f"store_search_{kind}"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"CREATE TABLE {table} (id bigint PRIMARY KEY, words tsvector NOT NULL)")
            schema_editor.execute(f"CREATE INDEX {table}_words ON {table} USING gin (words)")
        else:
            schema_editor.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5(head, body, detail=column, tokenize='ascii')"
            )


def backwards(apps, schema_editor):
    for kind in KINDS:
        schema_editor.execute(f"DROP TABLE store_search_{kind}")


class Migration(migrations.Migration):
    dependencies = [("store", "0034_calendar_feeds")]
    operations = [migrations.RunPython(forwards, backwards)]
