"""``liant search rebuild``: make the index of search again."""

from __future__ import annotations

import click

from liant.cli.setup import on_tables, print_json


@click.group()
def search() -> None:
    """Keep the index of search in order."""


@search.command()
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@on_tables
def rebuild(as_json: bool) -> None:
    """Index everything that is searched again; pages go on answering meanwhile."""
    from liant.actions.search import rebuild_index

    counts = rebuild_index()
    if as_json:
        print_json(counts)
        return
    for kind, n in counts.items():
        click.echo(f"{kind}: {n}")
