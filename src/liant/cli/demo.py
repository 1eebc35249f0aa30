"""``liant demo``: make the invented company and run Liant on it."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import click
import platformdirs

from liant.cli.setup import print_json, start
from liant.config.env import LOOPBACK


@click.command()
@click.option("--seed", default=1, show_default=True, type=click.IntRange(min=0), help="Same seed, same company.")
@click.option(
    "--size",
    default="full",
    show_default=True,
    type=click.Choice(["small", "full"]),
    help="How large a company to make.",
)
@click.option("--no-serve", is_flag=True, help="Make the company and stop.")
@click.option("--data-dir", type=click.Path(file_okay=False, path_type=Path), help="Folder of the demonstration.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65_535))
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
def demo(seed: int, size: str, no_serve: bool, data_dir: Path | None, host: str, port: int, as_json: bool) -> None:
    """Make the invented company Brisane, in a folder of its own, and run Liant on it.

    Run again, it keeps the company that is there, and what you changed in it.
    """
    os.environ["LIANT_MODE"] = "demo"
    if host in LOOPBACK:
        os.environ.setdefault("LIANT_BASE_URL", f"http://{host}:{port}")
    named = data_dir or (Path(os.environ["LIANT_DATA_DIR"]) if os.environ.get("LIANT_DATA_DIR") else None)
    start(named or Path(platformdirs.user_data_dir("liant")) / "demo")
    if no_serve:
        make_company(seed=seed, size=size, as_json=as_json)
        return
    from liant.cli.serve import listening, run_server

    with listening(host=host, port=port) as server:
        make_company(seed=seed, size=size, as_json=as_json)
        run_server(server)


def make_company(*, seed: int, size: str, as_json: bool) -> None:
    """Make the company where there is none yet, and say what is there."""
    from django.core.management import call_command

    from liant.queries import people
    from liant.store.models import Note, Opportunity, Theme

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    made = not people.is_set_up()
    if made:
        if not as_json:
            click.echo("Making an invented company: deals, notes, themes, arguments…", err=True)
        from liant.demo.generate import generate_company
        from liant.demo.load import load_company

        now = datetime.now(UTC)
        load_company(generate_company(seed=seed, size=size, today=now.date()), seed=seed, now=now)
    summary = {
        "made": made,
        "deals": Opportunity.objects.count(),
        "notes": Note.objects.count(),
        "themes": Theme.objects.live().count(),
        "seconds": round(time.perf_counter() - began, 1),
    }
    if as_json:
        print_json(summary)
    else:
        click.echo(
            "Brisane is ready: {deals} deals, {notes} notes, {themes} themes ({seconds} s).".format(**summary),
            err=True,
        )
