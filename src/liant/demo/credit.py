"""Colleagues who heard the same, how people want to be named, and two contested credits: invented, like everything here."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from liant.actions.credit import contribute
from liant.actions.credit_contest import contest_credit, decide_contest
from liant.actions.credit_naming import choose_naming
from liant.loop.refine.credit import NOTE, Act
from liant.loop.values.roles import Role
from liant.store import models as store

N_ECHOES = 60
NAMINGS = (
    (store.Showing.NAME, ""),
    (store.Showing.INITIALS, ""),
    (store.Showing.PEN_NAME, "Mistral"),
    (store.Showing.NAME, ""),
    (store.Showing.WITHDRAWN, ""),
)


def load_echoes(notes_by_topic: Sequence[Sequence[store.Note]], seed: int) -> None:
    """Let colleagues say that they heard the same, of the first notes of the topics heard most; before anything is cited."""
    rng = random.Random(seed + 7)
    largest = sorted(notes_by_topic, key=len, reverse=True)[:N_ECHOES]
    for notes in largest:
        first = notes[0]
        later = [note for note in notes[1:] if note.author_id != first.author_id and note.seconds_id is None]
        if not later:
            continue
        echo = rng.choice(later)
        echo.seconds = first
        echo.save(update_fields=["seconds"])
        if echo.author is not None:
            contribute(echo.author, Act.SECOND, NOTE, first.public_id, echo.created_at, note=echo.public_id)


def load_naming(people: Sequence[store.Person], now: datetime) -> None:
    """Let some sellers choose how they are named; the others are named by the rule of the house."""
    sellers = [person for person in people if person.role == Role.SELLER]
    for seller, (showing, pen_name) in zip(sellers[1:], NAMINGS, strict=False):
        choose_naming(actor=seller, showing=showing, pen_name=pen_name, now=now - timedelta(days=40))


def load_contests(people: Sequence[store.Person], now: datetime) -> None:
    """Contest two credits of the visitor's argument: one is decided, one waits for the director."""
    visitor = people[0]
    director = next(person for person in people if person.role == Role.MARKETING_DIRECTOR)
    own = store.Contribution.objects.filter(person=visitor, kind="argument", act=Act.EVIDENCE.value).order_by("id")
    firsts = set(
        store.Contribution.objects.filter(person=visitor, kind="argument", act=Act.ORIGINATE.value).values_list(
            "object_id", flat=True
        )
    )
    cited = [
        public_id for public_id in dict.fromkeys(own.values_list("object_id", flat=True)) if public_id not in firsts
    ]
    words = (
        "J'en avais parlé en réunion de secteur avant que la remontée soit écrite.",
        "La première remontée est la mienne, sous une autre affaire du même client.",
    )
    contests = [
        contest_credit(
            actor=visitor,
            kind="argument",
            public_id=public_id,
            person=visitor,
            act=Act.ORIGINATE,
            counts=True,
            text=text,
            now=now - timedelta(days=9 - 5 * place),
        )
        for place, (public_id, text) in enumerate(zip(cited, words, strict=False))
    ]
    if contests:
        decide_contest(
            actor=director,
            contest=contests[0],
            is_upheld=True,
            reason="Le compte rendu de la réunion le confirme : l'idée vient bien de là.",
            now=now - timedelta(days=7),
        )
