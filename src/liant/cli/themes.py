"""``liant themes``: the pure ``fit`` and ``update`` need no database; ``refresh`` works on the notes of the company."""

from __future__ import annotations

import click

from liant.cli.setup import on_tables, print_json
from liant.cli.themes_fit import fit, update


@click.group()
def themes() -> None:
    """Group notes into themes."""


themes.add_command(fit)
themes.add_command(update)


@themes.command()
@click.option("--seed", default=0, show_default=True, type=click.IntRange(min=0), help="Same seed, same themes.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@on_tables
def refresh(seed: int, as_json: bool) -> None:
    """Find the themes of all notes again; a theme that is still there keeps its id."""
    from datetime import UTC, datetime

    from liant.actions.themes_refresh import refresh_themes

    result = refresh_themes(actor=None, seed=seed, now=datetime.now(UTC))
    if as_json:
        print_json({"notes": result.n_notes, "themes": result.n_themes, "id": result.public_id})
        return
    click.echo(f"{result.n_notes} notes, {result.n_themes} themes.")
