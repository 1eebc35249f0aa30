"""Credit people for what was written, cited, heard too and tried before credit was kept as facts."""

from __future__ import annotations

from django.db import migrations

BATCH = 1_000


def keep(apps, rows):
    apps.get_model("store", "Contribution").objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def contributions(apps):
    """List who did what, by the rule of the day: in a claim, the note heard first said it first."""
    Contribution = apps.get_model("store", "Contribution")

    def made(person, act, kind, public_id, at, basis_kind="", basis_id=""):
        return Contribution(
            person_id=person,
            act=act,
            kind=kind,
            object_id=public_id,
            basis_kind=basis_kind,
            basis_id=basis_id,
            at=at,
        )

    versions = apps.get_model("store", "ArgumentVersion").objects.order_by("id")
    for person, argument, at in versions.values_list("written_by_id", "argument__public_id", "created_at").iterator():
        yield made(person, "co_write", "argument", argument, at)
    cited = (
        apps.get_model("store", "Evidence")
        .objects.filter(note__author__isnull=False, claim__argument_version__published_at__isnull=False)
        .order_by("claim_id", "note__heard_on", "note_id")
        .values_list(
            "claim_id",
            "note__author_id",
            "note__public_id",
            "claim__argument_version__argument__public_id",
            "claim__argument_version__published_at",
        )
    )
    claims = {}
    for claim, person, note, argument, at in cited.iterator():
        first = claims.setdefault(claim, note)
        yield made(person, "originate" if note == first else "evidence", "argument", argument, at, "note", note)
    uses = apps.get_model("store", "ArgumentUse").objects.order_by("id")
    columns = ("person_id", "argument__public_id", "recorded_at", "opportunity__public_id")
    for person, argument, at, deal in uses.values_list(*columns).iterator():
        yield made(person, "prove", "argument", argument, at, "opportunity", deal)
    echoes = apps.get_model("store", "Note").objects.filter(seconds__isnull=False, author__isnull=False).order_by("id")
    columns = ("author_id", "seconds__public_id", "created_at", "public_id")
    for person, note, at, echo in echoes.values_list(*columns).iterator():
        yield made(person, "second", "note", note, at, "note", echo)


def forwards(apps, schema_editor):
    rows = []
    for row in contributions(apps):
        rows.append(row)
        if len(rows) == BATCH:
            keep(apps, rows)
            rows = []
    keep(apps, rows)


class Migration(migrations.Migration):
    dependencies = [("store", "0014_argue_life")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
