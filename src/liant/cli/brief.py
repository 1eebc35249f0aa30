"""``liant brief``: what matters today to one person."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import click

from liant.cli.setup import on_tables, print_json
from liant.loop.values.errors import Invalid


@click.group()
def brief() -> None:
    """Show what matters today to one person."""


@brief.command()
@click.argument("person")
@click.option("--on", "on_text", metavar="DATE", help="Day, as 2026-03-12 (default: today).")
@click.option("--json", "as_json", is_flag=True, help="Print the lines as JSON.")
@on_tables
def show(person: str, on_text: str | None, as_json: bool) -> None:
    """Show the brief of PERSON (an e-mail address or a public id); showing it here changes nothing."""
    from django.utils import translation

    from liant.queries import brief as query
    from liant.store.models import Person
    from liant.web.brief_words import heading, reason, say

    now = datetime.now(UTC)
    try:
        on = date.fromisoformat(on_text) if on_text else now.date()
    except ValueError as error:
        raise Invalid(
            "“%(day)s” is not a day.", code="brief.bad_day", hint="Write it as 2026-03-12.", params={"day": on_text}
        ) from error
    if on != now.date():
        now = datetime.combine(on, time(9), UTC)
    who = Person.objects.filter(email__iexact=person).first() or Person.objects.filter(public_id=person).first()
    if who is None:
        raise Invalid(
            "Nobody here is called “%(person)s”.",
            code="brief.no_person",
            hint="Give an e-mail address or a public id.",
            params={"person": person},
        )
    with translation.override(who.language):
        lines = [
            (line, say(line), reason(line.followed) if line.followed else heading(line.urgency))
            for line in query.brief_for(who, today=on, now=now)
        ]
    if as_json:
        print_json(
            {
                "person": who.public_id,
                "on": on.isoformat(),
                "lines": [
                    {
                        "kind": line.kind,
                        "text": words.text,
                        "why": words.why,
                        "because": because,
                        "seconds": round(line.seconds, 1),
                        "action": words.action,
                        "url": line.url,
                    }
                    for line, words, because in lines
                ],
            }
        )
        return
    for line, words, because in lines:
        click.echo(f"• {words.text}\n  {words.why} ({because}) → {words.action}: {line.url}")
    if not lines:
        click.echo("Nothing waits for this person on that day.")
