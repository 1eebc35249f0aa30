"""``liant doctor``: what stands in the way of a safe installation, and what to do about it."""

from __future__ import annotations

import dataclasses
import locale
import shutil
import sqlite3
import stat
import sys
import tempfile
import zoneinfo
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from liant.cli.setup import on_data, print_json

#: Below this, a night of imports may fill the disk.
FREE_MIB_WARN, FREE_MIB_FAIL = 1_000, 100
#: SQLite versions in which a reset of the write-ahead log could corrupt the file, and the two that carry the repair.
WAL_RESET_FROM, WAL_RESET_TO = (3, 7, 0), (3, 51, 2)
WAL_RESET_MENDED = frozenset({(3, 44, 6), (3, 50, 7)})
#: What the settings ask of every SQLite connection: pragma -> value in force.
PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1", "mmap_size": "0"}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing looked at.

    Attributes
    ----------
    check : stable name, for scripts.
    level : ``ok``, ``warn`` (works, and should be mended) or ``fail`` (must be mended).
    says : what was found, in a sentence.
    todo : what to do; empty when there is nothing to do.
    """

    check: str
    level: str
    says: str
    todo: str = ""


def is_wal_reset_version(version: tuple[int, int, int]) -> bool:
    """Tell whether this SQLite is one of those that can lose pages when the log is reset."""
    return WAL_RESET_FROM <= version <= WAL_RESET_TO and version not in WAL_RESET_MENDED


def check_python() -> Iterator[Finding]:
    """Name the version of Python; one that is too old never gets here."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(check="python", level="ok", says=f"Python is {version}.")


def check_database() -> Iterator[Finding]:
    """Look at the version and the durability of the database in use."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            version = cursor.fetchone()[0]
            cursor.execute("SHOW synchronous_commit")
            commit = cursor.fetchone()[0]
        yield Finding(check="database", level="ok", says=f"The database is PostgreSQL {version}.")
        if commit == "off":
            yield Finding(
                check="pragmas",
                level="fail",
                says="synchronous_commit is off: what was acknowledged can be lost.",
                todo="Turn synchronous_commit on in PostgreSQL.",
            )
        return
    yield check_sqlite_version(sqlite3.sqlite_version_info)
    with connection.cursor() as cursor:
        found = {}
        for pragma in PRAGMAS:
            # The names are ours, from the table above.
            row = cursor.execute(f"PRAGMA {pragma}").fetchone()
            found[pragma] = str(row[0]) if row else "0"
    wrong = [f"{name}={found[name]}" for name, wanted in PRAGMAS.items() if found[name] != wanted]
    if wrong:
        yield Finding(
            check="pragmas",
            level="fail",
            says=f"SQLite does not keep its promises: {', '.join(wrong)}.",
            todo="Put the data folder on a local disk; network folders do not support the write-ahead log.",
        )
    else:
        yield Finding(check="pragmas", level="ok", says="SQLite writes through a log and to the disk before answering.")


def check_sqlite_version(version: tuple[int, int, int]) -> Finding:
    """Warn about the versions of SQLite that can corrupt a file."""
    name = ".".join(map(str, version))
    if is_wal_reset_version(version):
        return Finding(
            check="database",
            level="warn",
            says=f"SQLite {name} can, rarely, corrupt the file when the write-ahead log is reset.",
            todo="Use a Python built with SQLite 3.51.3 or later, or PostgreSQL (LIANT_DATABASE_URL).",
        )
    return Finding(check="database", level="ok", says=f"The database is SQLite {name}.")


def check_migrations() -> Iterator[Finding]:
    """Look for tables that are not up to date."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield Finding(
            check="migrations",
            level="fail",
            says=f"The tables are not up to date: {len(plan)} steps are missing.",
            todo="Run: liant migrate",
        )
    else:
        yield Finding(check="migrations", level="ok", says="The tables are up to date.")


def check_files() -> Iterator[Finding]:
    """Look at who can read the data folder and the secret."""
    from django.conf import settings

    folder: Path = settings.LIANT_DATA_DIR
    open_to_others = [
        path
        for path in (folder, folder / "secret", folder / "liant.sqlite3")
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    # Other people of this machine cannot pass a closed folder, whatever the rights of the files in it.
    if folder in open_to_others or folder / "secret" in open_to_others:
        names = ", ".join(str(path) for path in open_to_others)
        yield Finding(
            check="files",
            level="warn",
            says=f"Other people of this machine may read {names}.",
            todo=f"Run: chmod -R go= {folder}",
        )
    else:
        yield Finding(check="files", level="ok", says=f"Only their owner reads the files in {folder}.")
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"liant")


def check_mode() -> Iterator[Finding]:
    """Look at the start mode, the address and what Django says about a deployment."""
    from django.conf import settings
    from django.core import checks

    if settings.LIANT_MODE != "production":
        yield Finding(
            check="mode",
            level="warn",
            says=f"Liant runs in {settings.LIANT_MODE} mode, made for one machine without HTTPS.",
            todo="For a company: LIANT_MODE=production, with LIANT_BASE_URL=https://… and LIANT_SECRET_KEY.",
        )
        return
    yield Finding(check="mode", level="ok", says=f"Production, at {settings.LIANT_BASE_URL}.")
    found = checks.run_checks(include_deployment_checks=True)
    if found:
        for message in found:
            yield Finding(
                check="deploy",
                level="fail" if message.is_serious() else "warn",
                says=f"{message.id}: {' '.join(str(message.msg).split())}",
                todo=str(message.hint or "See the page of this check in Django's documentation."),
            )
    else:
        yield Finding(check="deploy", level="ok", says="The deployment checks find nothing.")


def check_disk() -> Iterator[Finding]:
    """Look at the room left."""
    from django.conf import settings

    free = shutil.disk_usage(settings.LIANT_DATA_DIR).free // 2**20
    level = "fail" if free < FREE_MIB_FAIL else "warn" if free < FREE_MIB_WARN else "ok"
    todo = "" if level == "ok" else "Make room, or move the data folder (LIANT_DATA_DIR)."
    yield Finding(check="disk", level=level, says=f"{free:,} MiB are free.", todo=todo)


def check_mail() -> Iterator[Finding]:
    """Look at whether mail can leave."""
    from django.conf import settings

    if "console" in settings.EMAIL_BACKEND:
        yield Finding(
            check="mail",
            level="warn",
            says="No mail server is set: invitations and password resets are only printed.",
            todo="Set LIANT_MAIL_URL, for example smtps://user:password@mail.example.com:465",
        )
    else:
        yield Finding(check="mail", level="ok", says=f"Mail goes through {settings.EMAIL_HOST}:{settings.EMAIL_PORT}.")


def check_outbox() -> Iterator[Finding]:
    """Look at whether this database may send mail, and at what does not leave."""
    from datetime import UTC, datetime

    from liant.queries.outbox import outbox_state

    state = outbox_state(datetime.now(UTC))
    if state.is_copy:
        yield Finding(
            check="outbox",
            level="fail",
            says="This database or its folder was copied or restored: it sends no mail.",
            todo="After a restoration or a move, run: liant mail adopt",
        )
    elif state.n_late or state.n_lost:
        yield Finding(
            check="outbox",
            level="warn",
            says=f"{state.n_late} mails wait for more than an hour; {state.n_lost} did not leave this week.",
            todo="Look at LIANT_MAIL_URL and at the log of the mail server.",
        )
    else:
        yield Finding(check="outbox", level="ok", says=f"{state.n_waiting} mails wait in the outbox.")


def check_encoder() -> Iterator[Finding]:
    """Look at whether the encoder of the notes can be opened, and say whether texts leave this machine."""
    from django.conf import settings

    from liant.actions.themes_vectors import chosen_embedder
    from liant.loop.values.errors import LiantError

    if not settings.LIANT_EMBEDDER:
        yield Finding(check="encoder", level="ok", says="Themes learn on the notes themselves; nothing leaves.")
        return
    try:
        embedder = chosen_embedder()
    except LiantError as error:
        yield Finding(check="encoder", level="fail", says=str(error), todo="Mend or remove LIANT_EMBEDDER.")
        return
    if embedder is not None and settings.LIANT_EMBEDDER.startswith("endpoint:"):
        yield Finding(
            check="encoder",
            level="warn",
            says=f"Every note is sent to {embedder.name}.",
            todo="Make sure that your clients and your law allow it, or name a model of this machine.",
        )
    elif embedder is not None:
        yield Finding(check="encoder", level="ok", says=f"Notes are encoded here by {embedder.name}.")


def check_drafter() -> Iterator[Finding]:
    """Say whether a language model is named for drafts, and what it is sent."""
    from liant.actions.argue_drafted import chosen_drafter
    from liant.loop.values.errors import LiantError

    try:
        drafter = chosen_drafter()
    except LiantError as error:
        yield Finding(check="drafter", level="fail", says=str(error), todo="Mend or remove LIANT_DRAFTER.")
        return
    if drafter is None:
        yield Finding(check="drafter", level="ok", says="No language model is named; nothing leaves.")
        return
    yield Finding(
        check="drafter",
        level="warn",
        says=f"Marketing may send quotes to {drafter.host}, names hidden, each time after reading them.",
        todo="Make sure that your clients and your law allow it, or name a model of this machine.",
    )


def check_clock() -> Iterator[Finding]:
    """Look at the time zones and the encoding."""
    from django.conf import settings

    try:
        zoneinfo.ZoneInfo(settings.TIME_ZONE)
    except zoneinfo.ZoneInfoNotFoundError:
        yield Finding(
            check="clock",
            level="fail",
            says=f"This machine does not know the time zone {settings.TIME_ZONE}.",
            todo="Install the time zone data (Debian: apt install tzdata).",
        )
    else:
        yield Finding(check="clock", level="ok", says=f"Days are counted in {settings.TIME_ZONE}.")
    encoding = locale.getpreferredencoding(False)
    if encoding.lower().replace("-", "") != "utf8":
        yield Finding(
            check="encoding",
            level="warn",
            says=f"This terminal writes {encoding}: accents may be lost in what commands print.",
            todo="Set LANG=C.UTF-8 (or PYTHONUTF8=1).",
        )
    else:
        yield Finding(check="encoding", level="ok", says="Text is written in UTF-8.")


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    check_python,
    check_database,
    check_migrations,
    check_files,
    check_mode,
    check_disk,
    check_mail,
    check_outbox,
    check_encoder,
    check_drafter,
    check_clock,
)


def examine() -> list[Finding]:
    """Run every check; one that cannot even look is a failure, and the others still run."""
    from django.db import DatabaseError

    findings: list[Finding] = []
    for check in CHECKS:
        try:
            findings.extend(check())
        except (DatabaseError, OSError) as error:
            findings.append(
                Finding(
                    check=check.__name__.removeprefix("check_"),
                    level="fail",
                    says=f"This could not be checked: {error}".strip(),
                    todo="Mend the connection or the rights named above, then run liant doctor again.",
                )
            )
    return findings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@on_data
def doctor(as_json: bool) -> None:
    """Check the set-up and say what to mend; exit code 1 when something must be."""
    findings = examine()
    if as_json:
        print_json([dataclasses.asdict(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(f"{finding.level:4}  {finding.says}")
            if finding.todo:
                click.echo(f"      → {finding.todo}")
    if any(finding.level == "fail" for finding in findings):
        raise click.exceptions.Exit(1)
