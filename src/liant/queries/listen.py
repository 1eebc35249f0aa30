"""Read field notes, masked according to who reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When
from django.urls import reverse

from liant.loop.values.roles import MARKETING
from liant.queries.ledger import name_for, role_in_words
from liant.store.models import Account, Note, Opportunity, Person, Quote, ThreadMessage


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


@dataclass(frozen=True, kw_only=True)
class MessageView:
    """A message of a thread."""

    public_id: str
    who: str
    text: str
    at: datetime


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
    """Turn rows into what a reader sees, in four queries whatever their number."""
    notes = list(rows)
    messages = dict(
        ThreadMessage.objects.filter(kind="note", object_id__in=[n.public_id for n in notes])
        .values_list("object_id")
        .annotate(n=Count("id"))
    )
    seconds = dict(
        Note.objects.filter(seconds__in=[n.id for n in notes]).values_list("seconds_id").annotate(n=Count("id"))
    )
    themes = theme_by_note(notes, reader)
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
            n_messages=messages.get(note.public_id, 0),
            n_seconds=seconds.get(note.id, 0),
            theme_id=themes.get(note.id, ("", ""))[0],
            theme_label=themes.get(note.id, ("", ""))[1],
            version=note.version,
            quotes=tuple(view_quote(quote, note, reader) for quote in note.quotes.all()),
        )
        for note in notes
    )


def theme_by_note(notes: list[Note], reader: Person) -> dict[int, tuple[str, str]]:
    """Find the theme of each note: public id and label in the reader's language."""
    rows = Note.objects.filter(id__in=[n.id for n in notes], membership__isnull=False).values_list(
        "id",
        "membership__theme__public_id",
        "membership__theme__label_fr",
        "membership__theme__label_en",
    )
    return {pk: (public_id, (fr or en) if reader.language == "fr" else (en or fr)) for pk, public_id, fr, en in rows}


def with_parts(rows: QuerySet[Note]) -> QuerySet[Note]:
    """Load what a note's view needs."""
    return rows.select_related("author", "account", "opportunity").prefetch_related("quotes")


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
    return view_notes(with_parts(rows.order_by("-id"))[first : first + limit], reader)


def notes_of_account(reader: Person, account: Account, *, limit: int = 20) -> tuple[NoteView, ...]:
    """List the latest notes about an account that a reader may see."""
    rows = Note.objects.visible_to(reader).filter(account=account).order_by("-heard_on", "-id")
    return view_notes(with_parts(rows)[:limit], reader)


def notes_of_deal(reader: Person, deal: Opportunity, *, limit: int = 20) -> tuple[NoteView, ...]:
    """List the latest notes about a deal that a reader may see."""
    rows = Note.objects.visible_to(reader).filter(opportunity=deal).order_by("-heard_on", "-id")
    return view_notes(with_parts(rows)[:limit], reader)


def note_view(reader: Person, note: Note) -> NoteView:
    """Show one note."""
    return view_notes(with_parts(Note.objects.filter(pk=note.pk)), reader)[0]


def thread_of(kind: str, public_id: str, *, reader: Person) -> tuple[MessageView, ...]:
    """List the messages of a thread, oldest first."""
    rows = ThreadMessage.objects.filter(kind=kind, object_id=public_id).select_related("author").order_by("id")
    return tuple(
        MessageView(public_id=row.public_id, who=name_for(reader, row.author), text=row.text, at=row.at)
        for row in rows[:200]
    )


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


def similar_notes(reader: Person, text: str, *, limit: int = 3) -> tuple[NoteView, ...]:
    """Find notes that share the rarest words of a text being typed; the latest first among equals.

    Notes
    -----
    Words of five letters or more, at most four of them, longest first: a cheap hint while typing, one query. Themes say
    it better once the note is kept.
    """
    words = sorted({w for w in re.findall(r"[^\W\d_]{5,}", text.lower())}, key=lambda w: (-len(w), w))[:4]
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
