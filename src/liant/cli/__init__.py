"""The ``liant`` command: each subcommand is loaded only when it is called, so that the pure ones need no database."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from liant.loop.values.errors import LiantError

#: Subcommand by name: module and attribute, and the line shown by ``liant --help``.
COMMANDS = {
    "serve": ("liant.cli.serve", "serve", "Run Liant: pages, jobs and database in one process."),
    "worker": ("liant.cli.serve", "worker", "Run background jobs only (production, beside a web server)."),
    "demo": ("liant.cli.demo", "demo", "Make the invented company and run Liant on it."),
    "import": ("liant.cli.imports", "import_", "Import accounts, opportunities, notes or people from a file."),
    "themes": ("liant.cli.themes", "themes", "Group notes into themes."),
    "arbitrate": ("liant.cli.arbitrate", "arbitrate", "Decide between requests under a capacity."),
    "search": ("liant.cli.search", "search", "Make the index of search again."),
    "brief": ("liant.cli.brief", "brief", "Show what matters today to one person."),
    "mail": ("liant.cli.mail", "mail", "Look at the outbox, or let this installation send it."),
    "permissions": ("liant.cli.people", "permissions", "Print who may call which address."),
    "doctor": ("liant.cli.doctor", "doctor", "Check the set-up and say what to mend."),
    "migrate": ("liant.cli.serve", "migrate", "Create or update the tables."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command called, or a stand-in that knows its one line for ``--help``."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _line = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_module, _attribute, line) in COMMANDS.items()])


@click.group(cls=LazyGroup)
@click.version_option(package_name="liant")
def cli() -> None:
    """Liant: what sellers hear becomes what marketing says, with proof at every step."""


def main() -> None:
    """Run the command line; a refusal is one sentence on the error output and exit code 2."""
    try:
        # Outside its standalone mode, click returns the exit code that a command asked for.
        code = cli(standalone_mode=False)
    except LiantError as error:
        click.echo(f"liant: {error}", err=True)
        if error.hint:
            click.echo(f"  {error.hint % error.params if error.params else error.hint}", err=True)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("liant: stopped.", err=True)
        sys.exit(130)
    if isinstance(code, int):
        sys.exit(code)
