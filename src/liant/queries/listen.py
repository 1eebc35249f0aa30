"""Read field notes, masked according to who reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from liant.loop.values.roles import MARKETING
from liant.loop.values.stages import Voice
from liant.queries.ledger import name_for, role_in_words
from liant.store.models import Account, Note, Opportunity, Person, Quote, ThreadMessage

#: Latest heard first.
LATEST = ("-heard_on", "-id")


@dataclass(frozen=True, kw_only=True)
class QuoteView:
    """A quote as one reader may see it: ``who`` is a name or a role."""

    public_id: str
    note_id: str
    text: str
    voice: str
    language: str
    who: str
    account_name: str
    heard_on: date
    url: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """A stretch of a note in one voice: "client", or empty for everything that is not a quote of the client."""

    text: str
    voice: str


@dataclass(frozen=True, kw_only=True)
class NoteView:
    """A note as one reader may see it."""

    public_id: str
    kind: str
    text: str
    language: str
    who: str
    is_mine: bool
    is_shared: bool
    account_id: str
    account_name: str
    deal_id: str
    deal_name: str
    heard_on: date
    created_at: datetime
    n_messages: int
    n_seconds: int
    theme_id: str
    theme_label: str
    version: int
    quotes: tuple[QuoteView, ...]
    parts: tuple[Part, ...]  #: the whole text, cut where the client's words begin and end
    has_client_words: bool


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Something that a note can be attached to."""

    public_id: str
    label: str
    detail: str


def author_for(reader: Person, note: Note) -> str:
    """Name a note's author to a reader: people are masked outside the owning team."""
    if note.author is None:
        return ""
    if reader.role in MARKETING and note.author_id != reader.id:
        return role_in_words(note.author)
    return name_for(reader, note.author)


def view_quote(quote: Quote, note: Note, reader: Person) -> QuoteView:
    """Cut a quote out of its note for a reader."""
    return QuoteView(
        public_id=quote.public_id,
        note_id=note.public_id,
        text=note.text[quote.start : quote.end],
        voice=quote.voice,
        language=note.language,
        who=author_for(reader, note),
        account_name=note.account.name if note.account else "",
        heard_on=note.heard_on,
        url=reverse("note", args=[note.public_id]),
    )


def view_notes(rows: Iterable[Note], reader: Person) -> tuple[NoteView, ...]:
    """Turn rows loaded by ``with_parts`` into what a reader sees, without any further query."""
    return tuple(
        NoteView(
            public_id=note.public_id,
            kind=note.kind,
            text=note.text,
            language=note.language,
            who=author_for(reader, note),
            is_mine=note.author_id == reader.id,
            is_shared=note.is_shared,
            account_id=note.account.public_id if note.account else "",
            account_name=note.account.name if note.account else "",
            deal_id=note.opportunity.public_id if note.opportunity else "",
            deal_name=note.opportunity.name if note.opportunity else "",
            heard_on=note.heard_on,
            created_at=note.created_at,
            n_messages=note.n_messages,  # type: ignore[attr-defined]
            n_seconds=note.n_seconds,  # type: ignore[attr-defined]
            theme_id=theme_of(note)[0],
            theme_label=label_of(note, reader),
            version=note.version,
            quotes=tuple(view_quote(quote, note, reader) for quote in note.quotes.all()),
            parts=parts_of(note),
            has_client_words=any(quote.voice == Voice.CLIENT for quote in note.quotes.all()),
        )
        for note in rows
    )


def parts_of(note: Note) -> tuple[Part, ...]:
    """Cut a note where the client's words begin and end; joined again, the parts are its text."""
    parts, done = [], 0
    for quote in sorted(note.quotes.all(), key=lambda q: q.start):
        if quote.voice == Voice.CLIENT and quote.start >= done:
            parts += [
                Part(text=note.text[done : quote.start], voice=""),
                Part(text=note.text[quote.start : quote.end], voice=quote.voice),
            ]
            done = quote.end
    return tuple(part for part in (*parts, Part(text=note.text[done:], voice="")) if part.text)


def theme_of(note: Note) -> tuple[str, str, str]:
    """Return the public id and the two labels of a note's theme; empty while it has none."""
    membership = getattr(note, "membership", None)
    if membership is None:
        return "", "", ""
    return membership.theme.public_id, membership.theme.label_fr, membership.theme.label_en


def label_of(note: Note, reader: Person) -> str:
    """Name a note's theme in the reader's language, else in the other one."""
    _public_id, fr, en = theme_of(note)
    return (fr or en) if reader.language == "fr" else (en or fr)


def with_parts(rows: QuerySet[Note]) -> QuerySet[Note]:
    """Load what a note's view needs, in two queries whatever the number of notes."""
    messages = ThreadMessage.objects.filter(kind="note", object_id=OuterRef("public_id")).order_by()
    seconded = Note.objects.filter(seconds=OuterRef("pk")).order_by()
    return (
        rows.select_related("author", "account", "opportunity", "membership__theme")
        .prefetch_related("quotes")
        .annotate(
            n_messages=Coalesce(Subquery(messages.values("object_id").annotate(n=Count("id")).values("n")), 0),
            n_seconds=Coalesce(Subquery(seconded.values("seconds").annotate(n=Count("id")).values("n")), 0),
        )
    )


def page_of(rows: QuerySet[Note], *, first: int = 0, limit: int) -> QuerySet[Note]:
    """Load a page of notes with their parts; the caller gives the order again.

    Notes
    -----
    The page is cut on bare keys: its parts are then joined to its own rows, not to every note that could be on it.
    """
    return with_parts(Note.objects.filter(pk__in=rows.values("pk")[first : first + limit]))


def notes_for(
    reader: Person, *, mine: bool = False, kind: str = "", search: str = "", first: int = 0, limit: int = 50
) -> tuple[NoteView, ...]:
    """List the notes that a reader may see, newest first."""
    rows = Note.objects.visible_to(reader)
    if mine:
        rows = rows.filter(author=reader)
    if kind:
        rows = rows.filter(kind=kind)
    if search:
        rows = rows.filter(text__icontains=search)
    return view_notes(page_of(rows.order_by("-id"), first=first, limit=limit).order_by("-id"), reader)


def notes_of_account(reader: Person, account: Account, *, limit: int = 20) -> tuple[NoteView, ...]:
    """List the latest notes about an account that a reader may see."""
    rows = Note.objects.visible_to(reader).filter(account=account).order_by(*LATEST)
    return view_notes(page_of(rows, limit=limit).order_by(*LATEST), reader)


def notes_of_deal(reader: Person, deal: Opportunity, *, limit: int = 20) -> tuple[NoteView, ...]:
    """List the latest notes about a deal that a reader may see."""
    rows = Note.objects.visible_to(reader).filter(opportunity=deal).order_by(*LATEST)
    return view_notes(page_of(rows, limit=limit).order_by(*LATEST), reader)


def note_view(reader: Person, note: Note) -> NoteView:
    """Show one note."""
    return view_notes(with_parts(Note.objects.filter(pk=note.pk)), reader)[0]


def attachable(reader: Person, text: str, *, limit: int = 8) -> tuple[Choice, ...]:
    """Find accounts and open deals by a few letters of their name."""
    text = text.strip()
    if len(text) < 2:
        return ()
    deals = (
        Opportunity.objects.visible_to(reader)
        .open()
        .filter(name__icontains=text)
        .select_related("account")
        .order_by("name")[:limit]
    )
    accounts = Account.objects.visible_to(reader).filter(name__icontains=text).order_by("name")[:limit]
    return tuple(
        [Choice(public_id=f"account:{a.public_id}", label=a.name, detail=a.city) for a in accounts]
        + [
            Choice(public_id=f"deal:{d.public_id}", label=d.name, detail=d.account.name if d.account else "")
            for d in deals
        ]
    )


def likely_deals(reader: Person, *, limit: int = 3) -> tuple[Choice, ...]:
    """Offer the open deals of one's own that a note is likely about: those one wrote about last, then the nearest close."""
    deals = (
        Opportunity.objects.visible_to(reader)
        .open()
        .filter(owner=reader)
        .select_related("account")
        .annotate(latest=Max("notes", filter=Q(notes__author=reader)))
        .order_by(F("latest").desc(nulls_last=True), F("expected_close_on").asc(nulls_last=True), "id")[:limit]
    )
    return tuple(
        Choice(public_id=f"deal:{d.public_id}", label=d.name, detail=d.account.name if d.account else "") for d in deals
    )


def similar_notes(reader: Person, text: str, *, limit: int = 3) -> tuple[NoteView, ...]:
    """Find notes that share the rarest words of a text being typed; the latest first among equals.

    Notes
    -----
    Words of five letters or more, at most four of them, longest first: a cheap hint while typing, one query. Themes say
    it better once the note is kept.
    """
    words = sorted(set(re.findall(r"[^\W\d_]{5,}", text.lower())), key=lambda w: (-len(w), w))[:4]
    if len(words) < 2:
        return ()
    hits = sum(
        (
            Case(When(text__icontains=word, then=Value(1)), default=Value(0), output_field=IntegerField())
            for word in words[1:]
        ),
        start=Case(When(text__icontains=words[0], then=Value(1)), default=Value(0), output_field=IntegerField()),
    )
    # The latest notes only: what colleagues say now, at a cost that does not grow with the years.
    latest = Note.objects.visible_to(reader).exclude(author=reader).order_by("-id").values("id")[:2_000]
    rows = Note.objects.filter(id__in=latest).annotate(hits=hits).filter(hits__gte=2).order_by("-hits", "-id")
    return view_notes(with_parts(rows)[:limit], reader)
