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
        click.echo(
            "This database or its folder was copied or restored: it sends nothing until: liant mail adopt"
            " (after a restoration or a move; never for a copy to look at)."
        )


@mail.command()
@click.option("--send-waiting", is_flag=True, help="After a move: send what waits, since nothing left meanwhile.")
@on_tables
def adopt(send_waiting: bool) -> None:
    """Let this folder send the mail of its database, after a move or a restoration; never for a copy to look at.

    What waited may have left already, so it is given up unless --send-waiting says otherwise; it stays on the page of
    notices.
    """
    from datetime import UTC, datetime

    from liant.actions.outbox import move_home

    n_given_up = move_home(datetime.now(UTC), send_waiting=send_waiting)
    click.echo("This folder is now the home of this database: mail leaves from here.")
    if n_given_up:
        click.echo(f"{n_given_up} mails that waited are given up, since they may have left already.")
