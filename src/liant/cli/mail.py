"""``liant mail``: what waits in the outbox, and which installation sends it."""

from __future__ import annotations

import dataclasses

import click

from liant.cli.setup import on_tables, print_json


@click.group()
def mail() -> None:
    """Look at the outbox, or let this installation send it."""


@mail.command()
@click.option("--json", "as_json", is_flag=True, help="Print the state as JSON.")
@on_tables
def status(as_json: bool) -> None:
    """Say what waits, what did not leave, and whether this database may send."""
    from datetime import UTC, datetime

    from liant.queries.outbox import outbox_state

    state = outbox_state(datetime.now(UTC))
    if as_json:
        print_json(dataclasses.asdict(state))
        return
    click.echo(f"{state.n_waiting} wait, {state.n_late} of them for more than an hour; {state.n_lost} lost this week.")
    if state.is_copy:
        click.echo("This database is a copy of another installation's: it sends nothing until: liant mail adopt")


@mail.command()
@on_tables
def adopt() -> None:
    """Let this folder send the mail of its database, after a move or a restoration; never for a copy to look at."""
    from liant.actions.outbox import move_home

    move_home()
    click.echo("This folder is now the home of this database: mail leaves from here.")
