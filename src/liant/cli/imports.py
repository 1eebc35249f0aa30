"""``liant import``: bring the rows of a CRM's export into Liant, as often as wanted."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from liant.cli.setup import on_tables, print_json
from liant.loop.listen.imports.decode import DELIMITERS, ENCODINGS
from liant.loop.listen.imports.headers import FIELDS, Kind
from liant.loop.values.errors import Invalid
from liant.loop.values.stages import Stage

if TYPE_CHECKING:
    from liant.queries.imports import FileLook, FileSettings
    from liant.store.models import ImportRun

TAB_NAMES = {"tab": "\t", "\\t": "\t"}


@click.group()
def import_() -> None:
    """Import accounts, opportunities, notes, people or products from a CSV, TSV or XLSX file.

    The same file twice changes nothing: rows are known by the identifier they have in the CRM. Exit code 0 when every row
    is in, 1 when some are set aside (see --errors), 2 when the file is refused.
    """


def options(command: Callable[..., object]) -> Callable[..., object]:
    """Give a command the options that every kind of file has."""
    for option in reversed(
        (
            click.argument("file", type=click.Path(path_type=Path)),
            click.option("--mapping", metavar="NAME", help="Use the mapping kept under this name."),
            click.option("--save-mapping", metavar="NAME", help="Keep these settings under this name."),
            click.option(
                "--map", "maps", multiple=True, metavar="COLUMN=FIELD", help="Read a field from a column; repeatable."
            ),
            click.option(
                "--stage",
                "stages",
                multiple=True,
                metavar="WORD=STAGE",
                help=f"Read a stage of your CRM as one of {', '.join(Stage)}; repeatable.",
            ),
            click.option("--date-order", type=click.Choice(["dmy", "mdy"]), help="What numeric dates begin with."),
            click.option("--decimal", type=click.Choice([",", "."]), help="Decimal sign of the amounts."),
            click.option("--encoding", type=click.Choice(list(ENCODINGS)), help="Encoding (default: detected)."),
            click.option("--delimiter", metavar="CHARACTER", help="Delimiter, or “tab” (default: detected)."),
            click.option("--sheet", default="", metavar="NAME", help="Sheet of a spreadsheet (default: the first)."),
            click.option("--currency", metavar="CODE", help="Currency of amounts that name none."),
            click.option("--source", metavar="NAME", help="System that the identifiers belong to."),
            click.option("--dry-run", is_flag=True, help="Show what would change; write nothing."),
            click.option("--update-only", is_flag=True, help="Change known rows; add none."),
            click.option("--keep-sensitive", is_flag=True, help="Keep notes that seem to hold what they should not."),
            click.option(
                "--errors", type=click.Path(dir_okay=False, path_type=Path), help="Write the rows set aside here."
            ),
            click.option("--json", "as_json", is_flag=True, help="Print the result as JSON."),
        )
    ):
        command = option(command)
    return command


def add_command(kind: Kind) -> None:
    """Add the command of one kind of file."""
    lines = {
        Kind.ACCOUNTS: "Import clients, prospects and partners.",
        Kind.OPPORTUNITIES: "Import deals, with their stages and why they were lost.",
        Kind.NOTES: "Import field notes.",
        Kind.PEOPLE: "Import people and their teams; an invitation gives access.",
        Kind.PRODUCTS: "Import products.",
    }

    @import_.command(name=kind.value, help=f"{lines[kind]}\n\nFields for --map: {', '.join(FIELDS[kind])}.")
    @options
    @on_tables
    def command(**given: Any) -> int:
        return run(kind, **given)


for each in Kind:
    add_command(each)


def pairs(texts: tuple[str, ...], option: str) -> dict[str, str]:
    """Read ``LEFT=RIGHT`` pairs (``import.bad_option`` otherwise)."""
    found = {}
    for text in texts:
        left, sign, right = text.rpartition("=")
        if not sign or not left or not right:
            raise Invalid(
                "“%(text)s” is not a pair for %(option)s.",
                code="import.bad_option",
                hint="Write it as LEFT=RIGHT.",
                params={"text": text, "option": option},
            )
        found[left.strip()] = right.strip()
    return found


def asked_settings(kind: Kind, given: dict[str, Any]) -> FileSettings:
    """Gather what the options ask for, over a kept mapping when one is named."""
    from liant.queries.imports import FileSettings, saved_settings

    base = saved_settings(kind, given["mapping"]) if given["mapping"] else FileSettings()
    delimiter = TAB_NAMES.get(given["delimiter"] or "", given["delimiter"] or "")
    if delimiter and delimiter not in DELIMITERS:
        raise Invalid(
            "“%(delimiter)s” cannot be a delimiter.",
            code="import.bad_option",
            hint="Use a comma, a semicolon, a bar, or tab.",
            params={"delimiter": delimiter},
        )
    columns = {field: column for column, field in pairs(given["maps"], "--map").items()}
    for field in columns:
        if field not in FIELDS[kind]:
            raise Invalid(
                "“%(field)s” is not a field of %(kind)s.",
                code="import.bad_option",
                hint="The fields are: %(fields)s.",
                params={"field": field, "kind": kind.value, "fields": ", ".join(FIELDS[kind])},
            )
    stages = pairs(given["stages"], "--stage")
    for stage in stages.values():
        if stage not in list(Stage):
            raise Invalid(
                "“%(stage)s” is not a stage of Liant.",
                code="import.bad_option",
                hint="The stages are: %(stages)s.",
                params={"stage": stage, "stages": ", ".join(Stage)},
            )
    asked = {
        "delimiter": delimiter,
        "encoding": given["encoding"],
        "sheet": given["sheet"],
        "decimal": given["decimal"],
        "date_order": given["date_order"],
        "currency": (given["currency"] or "").upper(),
        "source": given["source"],
    }
    return replace(
        base,
        **{name: value for name, value in asked.items() if value},
        columns={**base.columns, **columns},
        stages={**base.stages, **stages},
        update_only=given["update_only"],
        keep_sensitive=given["keep_sensitive"],
    )


def run(kind: Kind, *, file: Path, **given: Any) -> int:
    """Import a file, or show what it would bring."""
    from django.utils import translation

    from liant.actions import import_files as files_act
    from liant.actions import imports as act
    from liant.jobs.imports import clock
    from liant.queries.imports import FileSettings, look_at_file, refuse_questions
    from liant.store.models import ImportRun

    with translation.override("en"):
        asked = asked_settings(kind, given)
        is_partly_mapped = bool(given["maps"]) and not given["mapping"]
        run = keep(kind, file)
        try:
            look = act.look_at_run(run, propose_rest(run, kind, asked) if is_partly_mapped else asked)
            if not given["dry_run"] and (interrupted := interrupted_like(run)) is not None:
                files_act.discard_run(run)
                run = interrupted
                look = look_at_file(files_act.file_of(run), kind, FileSettings.from_json(run.settings))
                click.echo(f"Going on after row {run.n_done} of an import that was interrupted.", err=True)
            if not given["as_json"]:
                describe(look)
            refuse_questions(look)
            if given["save_mapping"]:
                files_act.save_mapping(kind=kind, name=given["save_mapping"], settings=look.settings, now=clock())
            work = act.check_run if given["dry_run"] else act.carry_out
            work(run, now=clock(), clock=clock, look=look, progress=None if given["as_json"] else show_progress)
        except Invalid:
            files_act.forget_file(run)
            ImportRun.objects.filter(pk=run.pk, n_done=0).delete()
            raise
        run.refresh_from_db()
        if given["errors"] is not None:
            write_errors(run, given["errors"], is_dry=given["dry_run"])
        tell(run, look, as_json=given["as_json"], is_dry=given["dry_run"])
        n_set_aside = int(run.counts.get("n_set_aside", 0))
        if given["dry_run"]:
            files_act.forget_file(run)
            run.delete()
    return 1 if n_set_aside else 0


def keep(kind: Kind, file: Path) -> ImportRun:
    """Keep a copy of the file."""
    from liant.actions import import_files as files_act
    from liant.engines.tables import CHUNK, check_size
    from liant.jobs.imports import clock

    check_size(file)
    with file.open("rb") as stream:
        chunks = iter(lambda: stream.read(CHUNK), b"")
        return files_act.keep_file(actor=None, kind=kind, file_name=file.name, chunks=chunks, now=clock())


def interrupted_like(run: ImportRun) -> ImportRun | None:
    """Find the interrupted import of the same content with the same settings."""
    from liant.actions import import_files as files_act
    from liant.store.models import ImportRun, ImportStatus

    running = ImportRun.objects.filter(status=ImportStatus.RUNNING.value, started_by=None, n_done__gt=0)
    for found in running.filter(kind=run.kind, sha256=run.sha256).order_by("-id"):
        if found.settings == run.settings and files_act.file_of(found).exists():
            return found
    return None


def propose_rest(run: ImportRun, kind: Kind, asked: FileSettings) -> FileSettings:
    """Complete the columns that were named with those that are recognised; a named column serves nothing else."""
    from liant.actions import import_files as files_act
    from liant.queries.imports import look_at_file

    proposed = look_at_file(files_act.file_of(run), kind, replace(asked, columns={})).settings.columns
    taken = set(asked.columns.values())
    rest = {field: column for field, column in proposed.items() if column not in taken and field not in asked.columns}
    return replace(asked, columns={**rest, **asked.columns})


def describe(look: FileLook) -> None:
    """Say how the file is read."""
    shown = {"\t": "tab"}.get(look.table.delimiter, look.table.delimiter)
    written = (
        "spreadsheet"
        if look.table.is_numbered
        else f"{ENCODINGS.get(look.table.encoding, look.table.encoding)}, “{shown}” between cells"
    )
    click.echo(f"{look.survey.n_rows} rows; {written}; {look.dialect or 'unknown system'}.", err=True)
    for name, column in look.settings.columns.items():
        click.echo(f"  {column} → {name}", err=True)
    unused = [label for label in look.header if label not in look.settings.columns.values()]
    if unused:
        click.echo(f"  not used: {', '.join(unused)}", err=True)


def show_progress(n_done: int, n_rows: int) -> None:
    """Draw how far the import is, on a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r{n_done} / {n_rows} rows ({n_done * 100 // max(n_rows, 1)} %)", nl=n_done >= n_rows, err=True)


def write_errors(run: ImportRun, path: Path, *, is_dry: bool) -> None:
    """Write the rows set aside as a table that can be corrected and imported again."""
    from liant.queries.imports import set_aside_table

    if is_dry:
        click.echo("The rows set aside are written by the import itself, not by a dry run.", err=True)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(set_aside_table(run))


def tell(run: ImportRun, look: FileLook, *, as_json: bool, is_dry: bool) -> None:
    """Print what became of the file."""
    from liant.cli.themes_fit import peak_bytes
    from liant.queries.import_words import say_reason, say_where
    from liant.queries.imports import set_aside_lines

    counts = {name: int(n) for name, n in run.counts.items()}
    if is_dry:
        lines = [
            (say_where(line, column), say_reason(code, params))
            for line, column, code, params in run.preview.get("set_aside", [])
        ]
    else:
        lines = [(line.where, line.reason) for line in set_aside_lines(run, limit=200)]
    if as_json:
        print_json(
            {
                "id": run.public_id,
                "kind": run.kind,
                "dry_run": is_dry,
                "rows": look.survey.n_rows,
                **counts,
                "source": look.settings.source,
                "columns": dict(look.settings.columns),
                "changed": run.preview.get("changed", []) if is_dry else [],
                "set_aside": [{"where": where, "reason": reason} for where, reason in lines],
                "peak_mib": round(peak_bytes() / 2**20),
            }
        )
        return
    if is_dry:
        for line, name, fields in run.preview.get("changed", [])[:20]:
            click.echo(f"  line {line}, {name}:")
            for field, (before, after) in fields.items():
                click.echo(f"    {field}: {'–' if before in (None, '') else before} → {after}")
    click.echo(
        f"{'Would be: ' if is_dry else ''}{counts.get('n_new', 0)} new, {counts.get('n_changed', 0)} changed, "
        f"{counts.get('n_unchanged', 0)} unchanged, {counts.get('n_skipped', 0)} skipped, "
        f"{counts.get('n_set_aside', 0)} set aside."
    )
    made = [f"{n} {name[5:]}" for name, n in counts.items() if name.startswith("made_") and n]
    if counts.get("n_notes"):
        made.append(f"{counts['n_notes']} notes from the reasons given")
    if made:
        click.echo(f"Also made: {', '.join(made)}.")
    for where, reason in lines[:20]:
        click.echo(f"  {where}: {reason}")
    if counts.get("n_set_aside", 0) > 20:
        click.echo(f"  … and {counts['n_set_aside'] - 20} more; --errors FILE writes them all.")
