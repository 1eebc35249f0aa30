"""``liant permissions``: who may call which address."""

from __future__ import annotations

import click

from liant.cli.setup import on_data, print_json


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the table as JSON.")
@on_data
def permissions(as_json: bool) -> None:
    """Print every address with its methods, the roles that may call it, and what they reach there."""
    from liant.loop.values.roles import Role
    from liant.web import manifest

    rows = []
    for route in manifest.routes():
        methods = route.rights or {"GET": frozenset(Role), "POST": frozenset(Role)}
        rows += [
            {
                "method": method,
                "url": f"/{route.path}",
                "name": route.name,
                "roles": ["anybody"] if route.public else [role.value for role in Role if role in roles],
                "relation": route.relation,
            }
            for method, roles in sorted(methods.items())
        ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['method']:5} {row['url']:60} {', '.join(row['roles']):60} {row['relation']}")
