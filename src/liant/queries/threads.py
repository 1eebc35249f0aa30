"""Read the thread of an object, and whom one may name there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q

from liant.loop.threads.limits import may_edit, may_withdraw
from liant.loop.threads.mentions import begins_a_word
from liant.queries.ledger import name_for
from liant.queries.objects import readers_of
from liant.store.models import Mention, Person, Theme, ThreadMessage

#: A longer thread shows its latest messages.
MESSAGES_SHOWN = 200
N_SUGGESTED = 6


@dataclass(frozen=True, kw_only=True)
class TextPart:
    """A stretch of a message; ``is_mention`` when it names somebody, by role where the reader may not know the name."""

    text: str
    is_mention: bool
    is_me: bool = False


@dataclass(frozen=True, kw_only=True)
class EarlierView:
    """What a message said before it was changed."""

    parts: tuple[TextPart, ...]
    until: datetime


@dataclass(frozen=True, kw_only=True)
class MessageView:
    """A message as one reader may see it."""

    public_id: str
    who: str
    is_mine: bool
    parts: tuple[TextPart, ...]
    text: str  #: as written, for its author's own form; empty for everybody else
    at: datetime
    earlier: tuple[EarlierView, ...]
    is_withdrawn: bool
    may_edit: bool
    may_withdraw: bool
    version: int


@dataclass(frozen=True, kw_only=True)
class ThreadView:
    """A thread: its object and its messages, oldest first."""

    kind: str
    public_id: str
    messages: tuple[MessageView, ...]


def thread_of(kind: str, public_id: str, *, reader: Person, now: datetime) -> ThreadView:
    """Show the thread of an object that the reader may open (the guard's business).

    Notes
    -----
    Two queries, whatever the number of messages.
    """
    here = Q(object_id=public_id)
    if kind == "theme":
        # What was said about the themes merged into it goes on there.
        here |= Q(object_id__in=Theme.objects.filter(merged_into__public_id=public_id).values("public_id"))
    rows = (
        ThreadMessage.objects.filter(here, kind=kind)
        .select_related("author")
        .prefetch_related(Prefetch("mentions", Mention.objects.select_related("person")))
        .order_by("-id")[:MESSAGES_SHOWN]
    )
    return ThreadView(
        kind=kind, public_id=public_id, messages=tuple(view_message(row, reader, now) for row in reversed(rows))
    )


def message_text(public_id: str, *, reader: Person) -> str:
    """Repeat one message, whose thread the reader may open, with its names masked; empty when it was withdrawn."""
    rows = ThreadMessage.objects.prefetch_related(Prefetch("mentions", Mention.objects.select_related("person")))
    row = rows.filter(public_id=public_id).first()
    return "" if row is None else "".join(part.text for part in parts_of(row, row.text, len(row.earlier) + 1, reader))


def view_message(row: ThreadMessage, reader: Person, now: datetime) -> MessageView:
    """Show one message, loaded with its author and its mentions."""
    is_mine, is_withdrawn = row.author_id == reader.id, row.withdrawn_at is not None
    return MessageView(
        public_id=row.public_id,
        who=name_for(reader, row.author),
        is_mine=is_mine,
        parts=parts_of(row, row.text, len(row.earlier) + 1, reader),
        text=row.text if is_mine else "",
        at=row.at,
        earlier=tuple(
            EarlierView(
                parts=parts_of(row, wording["text"], number, reader), until=datetime.fromisoformat(wording["until"])
            )
            for number, wording in enumerate(row.earlier, start=1)
        ),
        is_withdrawn=is_withdrawn,
        may_edit=is_mine and not is_withdrawn and may_edit(row.at, now),
        may_withdraw=is_mine and not is_withdrawn and may_withdraw(row.at, now),
        version=row.version,
    )


def parts_of(row: ThreadMessage, text: str, wording: int, reader: Person) -> tuple[TextPart, ...]:
    """Cut a wording at the names in it, each shown to a reader as the rest of the product shows that person."""
    parts, done = [], 0
    mentions = [mention for mention in row.mentions.all() if mention.wording == wording]
    for mention in sorted(mentions, key=lambda m: (m.start, m.pk)):
        if mention.start < done:
            continue  # people of the same name, named together
        known = name_for(reader, mention.person)
        is_me = mention.person_id == reader.id
        shown = text[mention.start : mention.end] if is_me or known == mention.person.name else f"@{known}"
        parts += [
            TextPart(text=text[done : mention.start], is_mention=False),
            TextPart(text=shown, is_mention=True, is_me=is_me),
        ]
        done = mention.end
    return tuple(part for part in (*parts, TextPart(text=text[done:], is_mention=False)) if part.text)


def nameable(reader: Person, people: list[Person]) -> list[Person]:
    """Keep the people whose name a reader may know, the reader excepted."""
    return [person for person in people if person.pk != reader.pk and name_for(reader, person) == person.name]


def mentionable(kind: str, public_id: str, *, reader: Person, among: list[Person]) -> Mapping[str, Person]:
    """Find who, of the people given, may be named in a thread: they read the object, and the reader knows their name."""
    known = nameable(reader, among)
    return {person.public_id: person for person in readers_of(kind, public_id, known)}


def suggested(kind: str, public_id: str, *, reader: Person, letters: str) -> tuple[Person, ...]:
    """Suggest whom to name while a name is typed, by name."""
    people = list(Person.objects.able().select_related("team").order_by("name", "id"))
    names = set(begins_a_word(letters, [person.name for person in people]))
    found = mentionable(kind, public_id, reader=reader, among=[person for person in people if person.name in names])
    return tuple(found.values())[:N_SUGGESTED]
