"""Write in the thread of an object, name people there, and take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from liant.actions.ledger import record
from liant.actions.notices import close_notices, tell
from liant.loop.listen.notes import normalise_text
from liant.loop.threads.limits import MAX_LENGTH, may_edit, may_withdraw
from liant.loop.threads.mentions import Mentions, find_mentions, fold
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.queries.objects import keeper_of, readers_of
from liant.queries.threads import mentionable
from liant.store.models import Mention, Notice, Person, ThreadMessage


@dataclass(frozen=True, kw_only=True)
class Written:
    """A message kept, with the names after an ``@`` that name nobody who reads the object: its writer is told."""

    message: ThreadMessage
    unknown: tuple[str, ...]


def write_message(*, actor: Person, kind: str, public_id: str, text: str, now: datetime) -> Written:
    """Write in the thread of an object that the caller may read (the guard's business).

    Those named are told at once (``mentioned``); whoever answers for the object or wrote there before is told with the
    rest (``answered``); nobody who may not read the object. Writes ``thread.answered``.

    Raises
    ------
    Invalid : ``threads.empty``, ``threads.too_long``.
    """
    clean = checked_text(text)
    mentions, people = mentions_in(clean, kind, public_id, actor)
    with transaction.atomic():
        message = ThreadMessage.objects.create(kind=kind, object_id=public_id, author=actor, text=clean, at=now)
        keep_mentions(message, mentions, people)
        record(actor, "thread.answered", kind, public_id, now, {"message": message.public_id})
        named = {person.pk for person in people.values()}
        tell_named(message, list(people.values()), now)
        others = [person for person in followers(kind, public_id) if person.pk not in {actor.pk, *named}]
        tell(
            readers_of(kind, public_id, others),
            "answered",
            kind,
            public_id,
            now,
            data={"by": actor.public_id, "message": message.public_id},
        )
        # Whoever answers has read what was said before.
        see_thread(actor, kind, public_id, now)
    return Written(message=message, unknown=mentions.unknown)


def edit_message(*, actor: Person, message: ThreadMessage, text: str, version: int, now: datetime) -> Written:
    """Change the words of one's own message; the earlier ones stay readable under it.

    Those newly named are told, those no longer named are not told any more. Writes ``thread.edited``.

    Raises
    ------
    Forbidden : ``threads.not_yours``.
    Invalid : ``threads.empty``, ``threads.too_long``; ``threads.too_late`` an hour after it was written.
    Conflict : ``threads.changed`` when it was changed or withdrawn in another window.
    """
    check_author(actor, message)
    clean = checked_text(text)
    if not may_edit(message.at, now):
        raise Invalid(
            "The message was written more than an hour ago.",
            code="threads.too_late",
            hint="Write another one: those who answered keep what they answered to.",
        )
    mentions, people = mentions_in(clean, message.kind, message.object_id, actor)
    with transaction.atomic():
        earlier = [*message.earlier, {"text": message.text, "until": now.isoformat()}]
        changed = ThreadMessage.objects.filter(pk=message.pk, version=version, withdrawn_at=None).update(
            text=clean, earlier=earlier, version=F("version") + 1
        )
        if not changed:
            raise Conflict(
                "The message was changed in another window since you opened it.",
                code="threads.changed",
                hint="Open the page again: it now shows its latest words.",
            )
        were = set(message.mentions.filter(wording=len(earlier)).values_list("person_id", flat=True))
        keep_mentions(message, mentions, people, wording=len(earlier) + 1)
        stop_telling(message, were - {person.pk for person in people.values()}, now)
        tell_named(message, [person for person in people.values() if person.pk not in were], now)
        record(actor, "thread.edited", message.kind, message.object_id, now, {"message": message.public_id})
    return Written(message=message, unknown=mentions.unknown)


def withdraw_message(*, actor: Person, message: ThreadMessage, now: datetime) -> None:
    """Take one's own message back: its words are gone for everybody, the fact that there was one stays.

    Called twice, the second does nothing. Writes ``thread.withdrawn``.

    Raises
    ------
    Forbidden : ``threads.not_yours``.
    Invalid : ``threads.too_late_to_withdraw`` a day after it was written.
    """
    check_author(actor, message)
    if not may_withdraw(message.at, now):
        raise Invalid(
            "The message was written more than a day ago.",
            code="threads.too_late_to_withdraw",
            hint="Write another one that says what changed.",
        )
    with transaction.atomic():
        if not ThreadMessage.objects.filter(pk=message.pk, withdrawn_at=None).update(
            text="", earlier=[], withdrawn_at=now, version=F("version") + 1
        ):
            return
        stop_telling(message, set(message.mentions.values_list("person_id", flat=True)), now)
        message.mentions.all().delete()
        record(actor, "thread.withdrawn", message.kind, message.object_id, now, {"message": message.public_id})


def see_thread(person: Person, kind: str, public_id: str, now: datetime) -> None:
    """Stop telling somebody what they have just read in a thread."""
    told = Notice.objects.filter(
        person=person, kind=kind, object_id=public_id, code__in=("mentioned", "answered"), closed_at=None
    )
    # A page that is read takes no lock for writing when there is nothing to write.
    if told.exists():
        told.update(closed_at=now)


def checked_text(text: str) -> str:
    """Clean a message, or refuse an empty or overlong one."""
    if not text.strip():
        raise Invalid("The message is empty.", code="threads.empty", hint="Write a word, or leave the thread as it is.")
    clean = normalise_text(text[: MAX_LENGTH * 2])
    if len(clean) > MAX_LENGTH:
        raise Invalid(
            "The message has more than %(limit)s characters.",
            code="threads.too_long",
            hint="Keep what calls for an answer.",
            params={"limit": MAX_LENGTH},
        )
    return clean


def check_author(actor: Person, message: ThreadMessage) -> None:
    """Refuse to change what somebody else wrote."""
    if message.author_id != actor.pk:
        raise Forbidden("Only one’s own messages.", code="threads.not_yours")


def mentions_in(text: str, kind: str, public_id: str, actor: Person) -> tuple[Mentions, dict[str, Person]]:
    """Find whom a text names: only people who read the object, and whose name the writer may know."""
    if "@" not in text:
        return Mentions(named=(), unknown=()), {}
    folded = fold(text)
    able = Person.objects.able().select_related("team").order_by("id")
    among = [person for person in able if "@" + fold(person.name).partition(" ")[0] in folded]
    people = mentionable(kind, public_id, reader=actor, among=among)
    mentions = find_mentions(text, {person.public_id: person.name for person in people.values()})
    return mentions, {named.person: people[named.person] for named in mentions.named}


def keep_mentions(message: ThreadMessage, mentions: Mentions, people: dict[str, Person], *, wording: int = 1) -> None:
    """Write who is named in a wording of a message, and where."""
    Mention.objects.bulk_create(
        Mention(message=message, person=people[named.person], wording=wording, start=named.start, end=named.end)
        for named in mentions.named
    )


def tell_named(message: ThreadMessage, people: list[Person], now: datetime) -> None:
    """Tell those named, whatever else they are told about the thread."""
    data = {"by": message.author.public_id, "message": message.public_id}
    for person in people:
        close_notices("answered", message.kind, message.object_id, now, person=person)
    tell(people, "mentioned", message.kind, message.object_id, now, data=data, is_due=True)


def stop_telling(message: ThreadMessage, person_ids: set[int], now: datetime) -> None:
    """Close what was told about a message whose words no longer name these people, unless another one still does."""
    for person in Person.objects.filter(pk__in=person_ids):
        elsewhere = Mention.objects.filter(
            person=person, message__kind=message.kind, message__object_id=message.object_id
        ).exclude(message=message)
        if not elsewhere.exists():
            close_notices("mentioned", message.kind, message.object_id, now, person=person)


def followers(kind: str, public_id: str) -> list[Person]:
    """List whoever answers for an object, and whoever wrote in its thread."""
    keeper = keeper_of(kind, public_id)
    writers = ThreadMessage.objects.filter(kind=kind, object_id=public_id).values("author")
    found = {person.pk: person for person in Person.objects.able().filter(pk__in=writers).order_by("id")}
    return [*found.values(), *([keeper] if keeper is not None and keeper.pk not in found else [])]
