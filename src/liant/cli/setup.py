"""What commands share: the data folder, the start of Django, output as text or JSON."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

Function = TypeVar("Function", bound=Callable[..., object])


def start(data_dir: Path | None = None, mode: str | None = None) -> None:
    """Point the environment at a data folder and start Django; pure commands never call this."""
    if data_dir is not None:
        os.environ["LIANT_DATA_DIR"] = str(data_dir.expanduser().resolve())
    if mode is not None:
        os.environ.setdefault("LIANT_MODE", mode)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liant.config.settings")
    import django

    from liant.config.env import default_data_dir

    default_data_dir().mkdir(parents=True, exist_ok=True, mode=0o700)
    django.setup()


def on_data(function: Function) -> Function:
    """Give a command ``--data-dir`` and start Django on it before the body runs."""

    @click.option(
        "--data-dir",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the database and files (default: LIANT_DATA_DIR, else the user's data folder).",
    )
    @functools.wraps(function)
    def with_data(*args: object, data_dir: Path | None, **kwargs: object) -> object:
        start(data_dir)
        return function(*args, **kwargs)

    return with_data  # type: ignore[return-value]


def on_tables(function: Function) -> Function:
    """Give a command ``--data-dir`` and the tables it reads: made when there is none yet, as ``liant serve`` does.

    Raises
    ------
    Invalid : ``cli.old_tables`` when they are those of another version: changing them is a decision.
    """

    @functools.wraps(function)
    def with_tables(*args: object, **kwargs: object) -> object:
        from django.core.management import call_command
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        from liant.loop.values.errors import Invalid

        executor = MigrationExecutor(connection)
        if not executor.loader.applied_migrations:
            call_command("migrate", verbosity=0)
        elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise Invalid(
                "The tables of this folder are those of another version of Liant.",
                code="cli.old_tables",
                hint="Back the folder up, then run: liant migrate",
            )
        return function(*args, **kwargs)

    return on_data(with_tables)  # type: ignore[return-value]


def print_json(value: object) -> None:
    """Print a value as JSON, one document, readable."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
