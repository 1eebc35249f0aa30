"""Read an election from Liant's own JSON; ``docs/reference/arbitrate.md`` describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from liant.loop.arbitrate.ballots import Ballots, units_of, whole
from liant.loop.arbitrate.election import Election, Request, Standing, Voice, endow
from liant.loop.values.errors import Invalid

#: What each entry may hold, and the type of each; "!" marks what must be there.
DOCUMENT = {"capacity": "number!", "voices": "list!", "requests": "list!", "shares": "object"}
VOICE = {"id": "text!", "name": "text", "college": "text", "weight": "number", "purse": "number", "weekly": "number"}
REQUEST = {
    "id": "text!",
    "title": "text",
    "cost": "number!",
    "needs": "object!",
    "needed_on": "text",
    "filed": "number",
    "standing": "text",
}
TYPES: dict[str, tuple[type, ...]] = {"number": (Decimal, int), "text": (str,), "list": (list,), "object": (dict,)}
MOST_AMOUNT = 10**12
#: Amounts have two decimals at most.
MOST_UNITS = 100


def read_document(text: str) -> Ballots:
    """Read an election.

    Raises
    ------
    Invalid : ``arbitrate.broken_file`` naming the line; ``arbitrate.bad_field`` naming the entry and the field; those of
        :class:`Election`.
    """
    try:
        document = json.loads(text, parse_float=Decimal, parse_constant=Decimal)
    except json.JSONDecodeError as error:
        raise Invalid(
            "The file is not JSON: something is out of place on line %(line)d.",
            code="arbitrate.broken_file",
            params={"line": error.lineno},
        ) from error
    except RecursionError as error:
        raise Invalid("The file is JSON nested too deep to be read.", code="arbitrate.broken_file") from error
    check_fields("the document", document, DOCUMENT)
    for kind, fields in (("voices", VOICE), ("requests", REQUEST)):
        for place, entry in enumerate(document[kind], start=1):
            check_fields(f"{kind}[{place}]", entry, fields)
    amounts = [Decimal(entry["cost"]) for entry in document["requests"]]
    units = units_of([Decimal(document["capacity"]), *amounts])
    if document["capacity"] < 0:
        refuse("the document", "capacity", "0 or more")
    if units > MOST_UNITS:
        refuse("the document", "cost", "number with two decimals at most")
    requests = tuple(read_request(entry, place, units) for place, entry in enumerate(document["requests"], start=1))
    capacity = whole(Decimal(document["capacity"]), units)
    voices = read_voices(document, capacity, units)
    return Ballots(
        election=Election(capacity=capacity, voices=voices, requests=requests),
        units=units,
        names={entry["id"]: entry.get("title", "") for entry in document["requests"]},
        voice_names={entry["id"]: entry.get("name", "") for entry in document["voices"]},
        weekly_credits={entry["id"]: float(entry.get("weekly", 0)) * units for entry in document["voices"]},
    )


def check_fields(where: str, entry: Any, fields: Mapping[str, str]) -> None:
    """Refuse an entry with a field missing, unknown, or of another type (``arbitrate.bad_field``)."""
    if not isinstance(entry, dict):
        refuse(where, "", "an object")
    for field in entry.keys() - fields.keys():
        raise Invalid(
            "In %(where)s, “%(field)s” is not a field.",
            code="arbitrate.bad_field",
            hint="Its fields are: %(fields)s.",
            params={"where": where, "field": field, "fields": ", ".join(fields)},
        )
    for field, kind in fields.items():
        name = kind.rstrip("!")
        if field not in entry:
            if kind.endswith("!"):
                refuse(where, field, name)
            continue
        value = entry[field]
        if not isinstance(value, TYPES[name]) or isinstance(value, bool):
            refuse(where, field, name)
        if name == "number" and not (Decimal(value).is_finite() and abs(value) <= MOST_AMOUNT):
            refuse(where, field, name)


def refuse(where: str, field: str, wanted: str) -> None:
    """Refuse a field (``arbitrate.bad_field``)."""
    raise Invalid(
        "In %(where)s, “%(field)s” must be given as %(wanted)s.",
        code="arbitrate.bad_field",
        params={"where": where, "field": field, "wanted": wanted},
    )


def read_voices(document: Mapping[str, Any], capacity: int, units: int) -> tuple[Voice, ...]:
    """Read the voices: purses as written, else the capacity shared by college, else equally."""
    entries = document["voices"]
    if any("purse" in entry for entry in entries):
        return tuple(
            Voice(
                id=entry["id"],
                college=entry.get("college", ""),
                weight=float(entry.get("weight", 1)),
                endowment=float(entry.get("purse", 0)) * units,
            )
            for entry in entries
        )
    colleges = {entry["id"]: entry.get("college", "") for entry in entries}
    shares: Mapping[str, Any] = document.get("shares", {})
    for college in shares:
        if not isinstance(shares[college], (Decimal, int)) or not 0 <= shares[college] <= MOST_AMOUNT:
            refuse("shares", college, "number")
    if shares:
        return endow(capacity, {college: float(share) for college, share in shares.items()}, colleges)
    weights = {entry["id"]: float(entry.get("weight", 1)) for entry in entries}
    total = sum(weights.values()) or 1.0
    return tuple(
        Voice(id=voice, college=colleges[voice], weight=weight, endowment=capacity * weight / total)
        for voice, weight in weights.items()
    )


def read_request(entry: Mapping[str, Any], place: int, units: int) -> Request:
    """Read one request (``arbitrate.bad_field``)."""
    where = f"requests[{place}]"
    if entry["cost"] <= 0:
        refuse(where, "cost", "more than 0")
    for voice, need in entry["needs"].items():
        if not isinstance(need, (Decimal, int)) or isinstance(need, bool):
            refuse(where, f"needs.{voice}", "number")
    try:
        due_on = date.fromisoformat(entry["needed_on"]) if "needed_on" in entry else None
    except ValueError:
        refuse(where, "needed_on", "2026-03-12")
    try:
        standing = Standing(entry.get("standing", Standing.OPEN))
    except ValueError:
        refuse(where, "standing", " | ".join(Standing))
    return Request(
        id=entry["id"],
        cost=whole(Decimal(entry["cost"]), units),
        need_by_voice={voice: float(need) for voice, need in entry["needs"].items()},
        due_on=due_on,
        filed=int(entry.get("filed", place)),
        standing=standing,
    )
