"""Pin evidence to the board of a launch, move it between columns, take it off."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from liant.actions.launch import check_marketer, check_open
from liant.actions.ledger import record
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.store.models import BoardColumn, Launch, LaunchPin, Note, Person, Quote, Theme


def pin_theme(*, actor: Person, launch: Launch, theme: Theme, column: BoardColumn, now: datetime) -> LaunchPin:
    """Pin a theme that the caller's guard let through. Writes ``launch.pinned``.

    Raises
    ------
    Conflict : ``launch.pinned_already``, ``launch.told``.
    """
    return keep_pin(actor, launch, LaunchPin(theme=theme), column, now)


def pin_quote(*, actor: Person, launch: Launch, quote: Quote, column: BoardColumn, now: datetime) -> LaunchPin:
    """Pin the words of a note that the actor may read. Writes ``launch.pinned``.

    Raises
    ------
    Forbidden : ``launch.not_readable`` when the note was not shared, or is shared no more.
    Conflict : ``launch.pinned_already``, ``launch.told``.
    """
    if not Note.objects.visible_to(actor).filter(pk=quote.note_id).exists():
        raise Forbidden("These words are not shared with you.", code="launch.not_readable")
    return keep_pin(actor, launch, LaunchPin(quote=quote, note_id=quote.note_id), column, now)


def pin_figure(
    *, actor: Person, launch: Launch, figure: str, n: int, on: date, column: BoardColumn, now: datetime
) -> LaunchPin:
    """Pin a figure, with its n and the day it was counted. Writes ``launch.pinned``.

    Raises
    ------
    Invalid : ``launch.bad_figure`` without words or without n.
    Conflict : ``launch.told``.
    """
    if not figure.strip() or n < 1:
        raise Invalid(
            "The figure has no words, or no n.",
            code="launch.bad_figure",
            hint="Write it as it is said, and out of how many it was counted.",
        )
    return keep_pin(actor, launch, LaunchPin(figure=figure.strip()[:200], figure_n=n, figure_on=on), column, now)


def keep_pin(actor: Person, launch: Launch, pin: LaunchPin, column: BoardColumn, now: datetime) -> LaunchPin:
    """Write a pin; marketing only, until the launch is told to sellers."""
    check_marketer(actor)
    check_open(launch)
    pin.launch, pin.column, pin.pinned_by, pin.pinned_at = launch, column.value, actor, now
    try:
        with transaction.atomic():
            pin.save()
            record(actor, "launch.pinned", "launch", launch.public_id, now, {"pin": pin.public_id})
    except IntegrityError as error:
        raise Conflict(
            "This is on the board already.",
            code="launch.pinned_already",
            hint="Move it to another column instead.",
        ) from error
    return pin


def move_pin(*, actor: Person, pin: LaunchPin, column: BoardColumn, now: datetime) -> None:
    """Put a pin into another column. Writes ``launch.pin_moved``."""
    check_marketer(actor)
    check_open(pin.launch)
    with transaction.atomic():
        LaunchPin.objects.filter(pk=pin.pk).update(column=column.value)
        record(actor, "launch.pin_moved", "launch", pin.launch.public_id, now, {"pin": pin.public_id})


def unpin(*, actor: Person, pin: LaunchPin, now: datetime) -> None:
    """Take a pin off the board; what it showed stays where it came from. Writes ``launch.unpinned``."""
    check_marketer(actor)
    check_open(pin.launch)
    with transaction.atomic():
        launch = pin.launch
        pin.delete()
        record(actor, "launch.unpinned", "launch", launch.public_id, now)
