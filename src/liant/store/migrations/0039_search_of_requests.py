"""Make the index of requests and types of work; empty that of plans, whose steps are searched now.

``liant serve`` fills an empty index.
"""

from __future__ import annotations

from django.db import migrations

KINDS = ("request", "deliverable")


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
    schema_editor.execute("DELETE FROM store_search_plan")


def backwards(apps, schema_editor):
    for kind in KINDS:
        schema_editor.execute(f"DROP TABLE store_search_{kind}")


class Migration(migrations.Migration):
    dependencies = [("store", "0038_adjustment_proposals")]
    operations = [migrations.RunPython(forwards, backwards)]
