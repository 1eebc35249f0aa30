"""Say whose a launch is: who wrote its lines, through every rewording, and whose words are on its board."""

from __future__ import annotations

from datetime import datetime

from liant.loop.argue.credit import Cited, credit_cited
from liant.loop.launch.pitch import LineStatus, Wording, authors_of
from liant.loop.refine.credit import NOTE, Act, Event
from liant.queries.credit import Credit, credits_of
from liant.store.models import Launch, Person


def credited_by(launch: Launch, at: datetime) -> dict[Event, Person]:
    """Say what launching credits whom with, in two queries.

    Whoever wrote the first wording of a line co-wrote the pitch, whoever reworded it refined it; of the notes on the board,
    the one heard first said it first and the others gave evidence.
    """
    found = ("launch", launch.public_id)
    lines = list(launch.lines.select_related("author"))
    people = {line.author_id: line.author for line in lines}
    wordings = {line.pk: Wording(author=line.author_id, replaces=line.replaces_id) for line in lines}
    events = {}
    for line in lines:
        if line.status == LineStatus.ACCEPTED:
            for place, author in enumerate(authors_of(line.pk, wordings)):
                act = Act.CO_WRITE if place == 0 else Act.REFINE
                events[Event(person=author, act=act, object=found, at=at)] = people[author]
    pins = launch.pins.filter(note__author__isnull=False).select_related("note__author")
    notes = {pin.note.public_id: pin.note for pin in pins if pin.note is not None}
    cited = [
        Cited(heard_on=note.heard_on, note=note.pk, public_id=note.public_id, author=note.author_id)
        for note in notes.values()
        if note.author_id is not None
    ]
    for act, note in credit_cited([cited]):
        speaker = notes[note.public_id].author
        if speaker is not None:
            events[Event(person=speaker.pk, act=act, object=found, at=at, basis=(NOTE, note.public_id))] = speaker
    return events


def credit_of_launch(reader: Person, launch: Launch, *, now: datetime) -> Credit:
    """Share the credit of a launch that the reader may open: before it is launched, whose it will be."""
    also = credited_by(launch, now) if launch.launched_at is None else {}
    return credits_of(reader, "launch", [launch.public_id], also=also)[launch.public_id]
