"""``liant arbitrate select``: decide between the requests of a file; it needs neither a database nor settings."""

from __future__ import annotations

import gettext
import json
import sys
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from liant.loop.values.errors import Invalid

if TYPE_CHECKING:
    from liant.loop.arbitrate.ballots import Ballots
    from liant.loop.arbitrate.sentences import Wording
    from liant.loop.arbitrate.why import Explanation

RULES = ("mes", "greedy", "max", "nash")


@click.group()
def arbitrate() -> None:
    """Decide between requests under a capacity."""


@arbitrate.command()
@click.argument("file")
@click.option(
    "--rule",
    default="mes",
    show_default=True,
    type=click.Choice(RULES),
    help="Equal shares, most value first, the most value of all, or the Nash product.",
)
@click.option(
    "--swaps", is_flag=True, help="Then exchange requests for others worth more, while no group is wronged (mes)."
)
@click.option("--explain", is_flag=True, help="Say for each request why, and what would have changed the answer (mes).")
@click.option(
    "--lang", default="en", show_default=True, type=click.Choice(("en", "fr")), help="Language of the reasons."
)
@click.option("--out", metavar="FILE", help="Write the decision here as JSON, and print it in words.")
def select(file: str, rule: str, lang: str, out: str | None, *, swaps: bool, explain: bool) -> None:
    """Choose among the requests of FILE: a Pabulib file (.pb) or Liant's JSON; - for the standard input."""
    if explain and rule != "mes":
        raise click.UsageError("Only --rule mes explains itself.")
    if swaps and (rule != "mes" or explain):
        raise click.UsageError("--swaps goes with --rule mes, and its plan has no explanation.")
    from liant.loop.arbitrate.document import read_document
    from liant.loop.arbitrate.pabulib import read_pabulib
    from liant.loop.arbitrate.shares import choose

    text = read_text(file)
    ballots = (read_document if text.lstrip().startswith(("{", "[")) else read_pabulib)(text)
    election = ballots.election
    if rule == "mes":
        outcome = choose(election)
        chosen = outcome.chosen
        if swaps:
            from liant.loop.arbitrate.swaps import swap

            chosen = swap(election, chosen)
    else:
        from liant.loop.arbitrate import rivals

        chosen = {"greedy": rivals.choose_greedy, "max": rivals.choose_max, "nash": rivals.choose_nash}[rule](election)
    explanations: dict[str, dict[str, Any]] = {}
    if explain:
        from liant.loop.arbitrate.why import Why

        room = outcome.capacity - outcome.spent
        why = Why(election, outcome, weekly_credits=ballots.weekly_credits)
        explanations = {said.request: as_json(said, ballots, room, lang) for said in why.explain_all()}
    spent = sum(request.cost for request in election.requests if request.id in set(chosen))
    decision = {
        "rule": rule,
        "chosen": list(chosen),
        "capacity": in_file_unit(election.capacity, ballots.units),
        "spent": in_file_unit(spent, ballots.units),
        "explanations": explanations,
    }
    if out is None:
        click.echo(json.dumps(decision, ensure_ascii=False, indent=2))
        return
    write_json(out, decision)
    tell_decision(decision, ballots, file)


def read_text(file: str) -> str:
    """Read a file or the standard input as text.

    Raises
    ------
    Invalid : ``arbitrate.no_file``, ``arbitrate.not_text``.
    """
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise Invalid(
            "%(file)s cannot be read: %(reason)s.",
            code="arbitrate.no_file",
            params={"file": file, "reason": (error.strerror or "unknown reason").lower()},
        ) from error
    if b"\x00" in raw:
        raise Invalid("%(file)s is not a text file.", code="arbitrate.not_text", params={"file": file})
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def write_json(out: str, decision: dict[str, Any]) -> None:
    """Write a decision whole or not at all (``arbitrate.not_written``)."""
    part = Path(f"{out}.part")
    try:
        part.write_text(json.dumps(decision, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        part.replace(out)
    except OSError as error:
        raise Invalid(
            "%(file)s cannot be written: %(reason)s.",
            code="arbitrate.not_written",
            params={"file": out, "reason": (error.strerror or "unknown reason").lower()},
        ) from error


def in_file_unit(amount: float, units: int) -> int | float:
    """Count an amount in the unit of the file; whole numbers as such."""
    value = round(amount / units, 6)
    return int(value) if value == int(value) else value


def as_json(said: Explanation, ballots: Ballots, room: float, lang: str) -> dict[str, Any]:
    """Write an explanation as facts in the unit of the file, with its sentences; ``room`` is what the decision left."""
    from liant.loop.arbitrate.sentences import answer_of

    def count(amount: float) -> int | float:
        return in_file_unit(amount, ballots.units)

    ways = said.ways_out
    wording = wording_in(lang, ballots.units)
    answer = answer_of(
        said,
        wording,
        room=room,
        requests={key: f"#{key} {name}".strip() for key, name in ballots.names.items()},
        voices={key: name for key, name in ballots.voice_names.items() if name},
    )
    return {
        "chosen": said.is_chosen,
        "reason": said.reason.value,
        "cost": count(said.cost),
        "payments": {voice: count(amount) for voice, amount in said.payments.items()},
        "given": count(said.given),
        "owned": count(said.owned),
        "spent_on": {spending.request: count(spending.amount) for spending in said.spent_on},
        "ways_out": None
        if ways is None
        else {
            "at_cost": None if ways.at_cost is None else count(ways.at_cost),
            "if_withdrawn": list(ways.if_withdrawn),
            "in_weeks": ways.in_weeks,
        },
        "sentences": list(wording.lines(wording.say(answer))),
    }


@cache
def wording_in(lang: str, units: int) -> Wording:
    """Write sentences in a language, from the catalogue of the product, and amounts in the unit of the file."""
    from liant.loop.arbitrate.sentences import Wording

    def number(amount: float) -> str:
        return write_number(amount / units, lang)

    with resources.as_file(resources.files("liant") / "locale") as folder:
        catalogue = gettext.translation("django", folder, [lang], fallback=True)
    return Wording(gettext=catalogue.gettext, ngettext=catalogue.ngettext, amount=number, number=number)


def write_number(amount: float, lang: str) -> str:
    """Write an amount with at most one decimal, as the language does."""
    text = f"{amount:,.1f}".removesuffix(".0")
    return text.replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",") if lang == "fr" else text


def tell_decision(decision: dict[str, Any], ballots: Ballots, file: str) -> None:
    """Print a decision in words."""
    click.echo(
        f"{file}: {len(decision['chosen'])} of {len(ballots.election.requests)} requests chosen, "
        f"{write_number(decision['spent'], 'en')} of {write_number(decision['capacity'], 'en')} taken."
    )
    for request, explanation in decision["explanations"].items():
        name = ballots.names.get(request)
        click.echo(f"\n#{request}{f' {name}' if name else ''}")
        for sentence in explanation["sentences"]:
            click.echo(f"  {sentence}")
