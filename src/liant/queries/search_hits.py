"""Show what a search found: one object in one or two lines, as its reader may see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from liant.loop.search.marks import Stretch, excerpt, mark_words
from liant.loop.search.terms import SearchText, Term
from liant.queries.argue_freshness import n_doubtful
from liant.queries.listen import author_for
from liant.queries.themes import label_for
from liant.store.models import Note, Person, Theme


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One object found, as one reader may see it.

    Attributes
    ----------
    title : its name, cut where the words that answer begin and end; empty for a note.
    words : the part of its text around the first word that answers.
    place : the account of a deal or note, the city of an account, the theme of an argument.
    code : kind of a note or account, stage of a deal, status of anything else that has one.
    n_doubtful : claims of an argument that later quotes may contradict, or whose figure has changed.
    """

    url: str
    title: tuple[Stretch, ...]
    words: tuple[Stretch, ...] = ()
    language: str = ""
    place: str = ""
    who: str = ""
    code: str = ""
    n_notes: int = 0
    n_doubtful: int = 0
    on: date | None = None


def show_accounts(_reader: Person, found: Sequence[SearchText], terms: Sequence[Term]) -> list[Hit]:
    """Show accounts."""
    return [
        Hit(url=reverse("account", args=[public_id]), title=mark_words(text.head, terms), place=city, code=kind)
        for text, (public_id, city, kind) in ((text, text.shown) for text in found)
    ]


def show_deals(_reader: Person, found: Sequence[SearchText], terms: Sequence[Term]) -> list[Hit]:
    """Show deals."""
    return [
        Hit(
            url=reverse("deal", args=[public_id]),
            title=mark_words(text.head, terms),
            place=account or "",
            code=stage,
            on=closes_on,
        )
        for text, (public_id, account, stage, closes_on) in ((text, text.shown) for text in found)
    ]


def show_themes(reader: Person, found: Sequence[SearchText], terms: Sequence[Term]) -> list[Hit]:
    """Show themes under their name in the reader's language, or in the other one when it has none."""
    in_french = reader.language == "fr"
    return [
        Hit(
            url=reverse("theme", args=[public_id]),
            title=mark_words((fr if in_french else en) or fr or en or public_id, terms),
            words=excerpt(about_fr if in_french else about_en, terms),
            n_notes=n_notes,
        )
        for public_id, n_notes, fr, en, about_fr, about_en in (text.shown for text in found)
    ]


def show_arguments(reader: Person, found: Sequence[SearchText], terms: Sequence[Term]) -> list[Hit]:
    """Show arguments."""
    doubtful = n_doubtful([text.key for text in found])
    hits = []
    for text in found:
        public_id, status, theme_id, label_fr, label_en = text.shown
        theme = Theme(public_id=theme_id, label_fr=label_fr, label_en=label_en) if theme_id else None
        hits.append(
            Hit(
                url=reverse("argument", args=[public_id]),
                title=mark_words(text.head, terms),
                words=excerpt(text.body, terms),
                language=text.language,
                place=label_for(reader, theme) if theme else "",
                code=status,
                n_doubtful=doubtful[text.key],
            )
        )
    return hits


def show_notes(reader: Person, found: Sequence[SearchText], terms: Sequence[Term]) -> list[Hit]:
    """Show notes, their author masked as everywhere."""
    hits = []
    for text in found:
        public_id, account, kind, heard_on, author_id, name, role, team = text.shown
        author = Person(pk=author_id, public_id="", name=name, role=role, team_id=team) if author_id else None
        hits.append(
            Hit(
                url=reverse("note", args=[public_id]),
                title=(),
                words=excerpt(text.body, terms),
                language=text.language,
                place=account or "",
                who=author_for(reader, Note(public_id=public_id, author=author)),
                code=kind,
                on=heard_on,
            )
        )
    return hits


def showing(page: str) -> Callable[[Person, Sequence[SearchText], Sequence[Term]], list[Hit]]:
    """Show objects that have a title, words and a status, and perhaps a day, on the page of that name."""

    def show(_reader: Person, found: Sequence[SearchText], terms: Sequence[Term]) -> list[Hit]:
        return [
            Hit(
                url=reverse(page, args=[public_id]),
                title=mark_words(text.head, terms),
                words=excerpt(text.body, terms),
                language=text.language,
                code=status,
                on=day[0] if day else None,
            )
            for text, (public_id, status, *day) in ((text, text.shown) for text in found)
        ]

    return show


def show_meetings(_reader: Person, found: Sequence[SearchText], terms: Sequence[Term]) -> list[Hit]:
    """Show meetings, each time by its day."""
    return [
        Hit(
            url=reverse("meeting", args=[public_id]),
            title=mark_words(text.head, terms),
            words=excerpt(text.body, terms),
            language=language,
            on=held_on,
        )
        for text, (public_id, held_on, language) in ((text, text.shown) for text in found)
    ]


def show_deliverables(reader: Person, found: Sequence[SearchText], terms: Sequence[Term]) -> list[Hit]:
    """Show types of work in the reader's language, each on the page where one asks for it."""
    return [
        Hit(
            url=f"{reverse('new_request')}?deliverable={public_id}",
            title=mark_words(fr if reader.language == "fr" else en, terms),
        )
        for public_id, fr, en in (text.shown for text in found)
    ]
