"""Refine what the field proposed, ask whoever spoke first whether it is still theirs, and close with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from liant.actions.credit import contribute
from liant.actions.ledger import record
from liant.actions.notices import close_notices, tell
from liant.actions.threads import write_message
from liant.loop.refine.credit import Act
from liant.loop.refine.ideas import (
    LIVE,
    IdeaStatus,
    StillYours,
    Wording,
    check_live,
    checked_ending,
    checked_wordings,
)
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import MARKETING
from liant.store.mapping.search_texts import index_objects
from liant.store.models import IdeaAnswer, IdeaSource, IdeaText, Note, Person, RefinedIdea, Theme

MAX_SOURCES = 12


def check_refiner(actor: Person) -> None:
    """Refuse whoever does not refine.

    Raises
    ------
    Forbidden : ``refine.not_marketing``.
    """
    if actor.role not in MARKETING:
        raise Forbidden("Only marketing refines an idea.", code="refine.not_marketing")


def open_idea(
    *, actor: Person, notes: Sequence[Note], theme: Theme | None, now: datetime, said_together: bool = False
) -> RefinedIdea:
    """Take up what notes propose, without a new word yet; the first one said stands first.

    Who may call it is the caller's business: marketing takes up a note, the host of a round what was chosen. Writes
    ``idea.opened`` on the idea and ``note.taken_up`` on each note; credits whoever wrote them.

    Parameters
    ----------
    said_together : nobody had read the others, so each said it first; else the earliest note did, and the others are
        evidence.

    Raises
    ------
    Invalid : ``refine.no_note``; ``refine.too_many_notes`` above ``MAX_SOURCES``.
    """
    if not notes:
        raise Invalid(
            "An idea comes from at least one note.", code="refine.no_note", hint="Open a note and refine it from there."
        )
    if len(notes) > MAX_SOURCES:
        raise Invalid(
            "An idea comes from %(limit)s notes at most.",
            code="refine.too_many_notes",
            hint="Keep those that say it best.",
            params={"limit": MAX_SOURCES},
        )
    with transaction.atomic():
        idea = RefinedIdea.objects.create(owner=actor, theme=theme, created_at=now)
        first_said = sorted(notes, key=lambda note: (note.heard_on, note.pk))
        IdeaSource.objects.bulk_create(
            IdeaSource(idea=idea, note=note, position=position) for position, note in enumerate(first_said)
        )
        record(actor, "idea.opened", "idea", idea.public_id, now, {"n_notes": len(notes)})
        for position, note in enumerate(first_said):
            record(actor, "note.taken_up", "note", note.public_id, now, {"idea": idea.public_id})
            if note.author is not None:
                act = Act.ORIGINATE if position == 0 or said_together else Act.EVIDENCE
                contribute(note.author, act, "idea", idea.public_id, now, note=note.public_id)
    return idea


def refine_notes(
    *,
    actor: Person,
    notes: Sequence[Note],
    theme: Theme | None,
    wordings: Mapping[str, Wording],
    now: datetime,
) -> RefinedIdea:
    """Write an idea beside the notes that it comes from, which stay as they are. Marketing only.

    Whoever spoke first is asked whether it is still their idea; the other contributors are told. Writes ``idea.opened``
    and ``idea.refined``.

    Raises
    ------
    Forbidden : ``refine.not_marketing``.
    Invalid : ``refine.no_words``, ``refine.half``, ``refine.no_note``, ``refine.too_many_notes``.
    """
    check_refiner(actor)
    words = checked_wordings(wordings)
    with transaction.atomic():
        idea = open_idea(actor=actor, notes=notes, theme=theme, now=now)
        write_wording(actor, idea, words, now)
    return idea


def rewrite_idea(
    *, actor: Person, idea: RefinedIdea, wordings: Mapping[str, Wording], version: int, now: datetime
) -> None:
    """Write another wording of an idea; the earlier ones stay. Marketing only. Writes ``idea.refined``.

    Whoever spoke first is asked again.

    Raises
    ------
    Conflict : ``refine.changed`` when it is no longer the version shown; ``refine.over``.
    """
    check_refiner(actor)
    words = checked_wordings(wordings)
    with transaction.atomic():
        held = hold_idea(idea, version)
        check_live(held.status)
        write_wording(actor, held, words, now)


def hold_idea(idea: RefinedIdea, version: int) -> RefinedIdea:
    """Lock an idea as it was shown, or refuse."""
    held = RefinedIdea.objects.select_for_update().get(pk=idea.pk)
    if held.version != version:
        raise Conflict(
            "The idea was changed in another window since you opened it.",
            code="refine.changed",
            hint="Both texts are below: keep what is right in each, then save again.",
        )
    return held


def write_wording(actor: Person, idea: RefinedIdea, words: Mapping[str, Wording], now: datetime) -> None:
    """Add a wording to a held idea, and ask and tell those concerned."""
    idea.number += 1
    idea.version += 1
    if idea.status == IdeaStatus.OPEN:
        idea.status = IdeaStatus.REFINED.value
    idea.save(update_fields=["number", "version", "status"])
    texts = IdeaText.objects.bulk_create(
        IdeaText(
            idea=idea,
            number=idea.number,
            language=language,
            title=wording.title,
            text=wording.text,
            written_by=actor,
            at=now,
        )
        for language, wording in words.items()
    )
    index_objects("idea", [text.pk for text in texts], are_new=True)
    record(actor, "idea.refined", "idea", idea.public_id, now, {"number": idea.number})
    contribute(actor, Act.REFINE, "idea", idea.public_id, now)
    first = first_speaker(idea)
    if first is not None and first != actor:
        tell([first], "still_yours", "idea", idea.public_id, now, data={"by": actor.public_id}, is_due=True)
    others = [person for person in contributors(idea) if person not in (first, actor)]
    tell(others, "refined", "idea", idea.public_id, now, data={"by": actor.public_id})


def first_speaker(idea: RefinedIdea) -> Person | None:
    """Find who said it first, if that person still works here."""
    source = idea.sources.filter(position=0).select_related("note__author").first()
    author = source.note.author if source is not None else None
    return author if author is not None and author.is_active else None


def contributors(idea: RefinedIdea) -> list[Person]:
    """List whoever said it and whoever heard it too, those who left excepted."""
    notes = IdeaSource.objects.filter(idea=idea).values("note")
    voices = Note.objects.filter(Q(pk__in=notes) | Q(seconds__in=notes), author__isnull=False)
    return list(Person.objects.able().filter(pk__in=voices.values("author")).order_by("id"))


def answer_idea(*, actor: Person, idea: RefinedIdea, answer: StillYours, words: str, now: datetime) -> None:
    """Say whether the latest wording is still one's idea; *not quite* says in the thread what is missing.

    Whoever spoke first only. Answered again, the answer replaces the former one. The marketer who refined it is told.
    Writes ``idea.confirmed`` or ``idea.corrected``.

    Raises
    ------
    Forbidden : ``refine.not_first``.
    Invalid : ``threads.empty`` for *not quite* without a word.
    Conflict : ``refine.no_words_yet`` before the first wording.
    """
    if first_speaker(idea) != actor:
        raise Forbidden("Only whoever spoke first answers.", code="refine.not_first")
    with transaction.atomic():
        held = RefinedIdea.objects.select_for_update(of=("self",)).select_related("owner").get(pk=idea.pk)
        if not held.number:
            raise Conflict(
                "The idea has not been rewritten yet.",
                code="refine.no_words_yet",
                hint="You will be asked once it is.",
            )
        if answer == StillYours.NOT_QUITE or words.strip():
            write_message(actor=actor, kind="idea", public_id=held.public_id, text=words, now=now)
        IdeaAnswer.objects.update_or_create(
            idea=held, person=actor, number=held.number, defaults={"answer": answer.value, "at": now}
        )
        close_notices("still_yours", "idea", held.public_id, now, person=actor)
        is_yes = answer == StillYours.YES
        told, old = ("confirmed", "corrected") if is_yes else ("corrected", "confirmed")
        close_notices(old, "idea", held.public_id, now)
        record(actor, f"idea.{told}", "idea", held.public_id, now, {"number": held.number})
        tell([held.owner], told, "idea", held.public_id, now, data={"by": actor.public_id}, is_due=not is_yes)


def close_idea(*, actor: Person, idea: RefinedIdea, reason: str, next_step: str, version: int, now: datetime) -> None:
    """Close an idea that will not be worked on, with why and what comes next. Marketing only. Writes ``idea.closed``.

    Everybody who contributed reads both.

    Raises
    ------
    Invalid : ``refine.no_reason``.
    Conflict : ``refine.changed``, ``refine.over``.
    """
    check_refiner(actor)
    why, then = checked_ending(reason, next_step)
    with transaction.atomic():
        held = hold_idea(idea, version)
        check_live(held.status)
        held.status, held.reason, held.next_step = IdeaStatus.CLOSED.value, why, then
        held.version += 1
        held.save(update_fields=["status", "reason", "next_step", "version"])
        close_notices("still_yours", "idea", held.public_id, now)
        record(actor, "idea.closed", "idea", held.public_id, now)
        people = [person for person in contributors(held) if person != actor]
        tell(people, "idea_closed", "idea", held.public_id, now, data={"reason": why, "next": then})


def close_note(*, actor: Person, note: Note, reason: str, next_step: str, now: datetime) -> RefinedIdea:
    """Answer an idea that will not be worked on without rewriting it: taken up and closed at once. Marketing only."""
    check_refiner(actor)
    checked_ending(reason, next_step)
    with transaction.atomic():
        idea = open_idea(actor=actor, notes=[note], theme=None, now=now)
        close_idea(actor=actor, idea=idea, reason=reason, next_step=next_step, version=idea.version, now=now)
    return idea


def reopen_idea(*, actor: Person, idea: RefinedIdea, version: int, now: datetime) -> None:
    """Open a closed idea again. Marketing only. Writes ``idea.reopened``.

    Raises
    ------
    Conflict : ``refine.changed``; ``refine.not_closed``.
    """
    check_refiner(actor)
    with transaction.atomic():
        held = hold_idea(idea, version)
        if held.status != IdeaStatus.CLOSED:
            raise Conflict("This idea is not closed.", code="refine.not_closed")
        held.status = (IdeaStatus.REFINED if held.number else IdeaStatus.OPEN).value
        held.reason = held.next_step = ""
        held.version += 1
        held.save(update_fields=["status", "reason", "next_step", "version"])
        close_notices("idea_closed", "idea", held.public_id, now)
        record(actor, "idea.reopened", "idea", held.public_id, now)


def move_idea(idea: RefinedIdea, status: IdeaStatus) -> None:
    """Follow the plan made of an idea, inside the caller's transaction; one that is closed stays closed."""
    RefinedIdea.objects.filter(pk=idea.pk, status__in=LIVE, number__gt=0).update(
        status=status.value, version=F("version") + 1
    )
