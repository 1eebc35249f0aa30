"""Read what would be sent to a language model, and what it answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from liant.loop.argue.drafted import Given, hide_names
from liant.queries.argue_figures import theme_in
from liant.queries.listen import QuoteView, view_quote
from liant.store.models import Contact, ModelDraft, Note, Person, Quote, Theme

#: Quotes sent at most, the clients' own words first.
MOST_QUOTES = 24
#: Quotes read to find so many that differ.
MOST_READ = 200


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """What would leave the house, to the letter: the theme's name and quotes with people and company hidden."""

    theme: str
    quotes: tuple[Given, ...]
    ids: tuple[str, ...]  #: public ids of the quotes, in the same order; they do not leave


@dataclass(frozen=True, kw_only=True)
class SentenceView:
    """A sentence that was kept, with the quotes that it cites."""

    text: str
    quotes: tuple[QuoteView, ...]


@dataclass(frozen=True, kw_only=True)
class ModelDraftView:
    """A draft asked of a model, as whoever asked it sees it."""

    public_id: str
    theme_id: str
    theme: str
    language: str
    status: str
    error: str
    n_sent: int
    n_dropped: int
    sentences: tuple[SentenceView, ...]
    argument_id: str
    asked_at: datetime


def leaving_for(reader: Person, theme: Theme, *, public_ids: Sequence[str] | None = None) -> Leaving:
    """Say exactly what would be sent about a theme: of the quotes that a reader may read, or of some of them.

    Notes
    -----
    Two queries. Hidden: the names of the account, of its contacts and of whoever wrote the note, addresses, telephone
    numbers.
    """
    rows = Quote.objects.filter(note__membership__theme=theme, note__in=Note.objects.visible_to(reader))
    rows = rows.select_related("note__author", "note__account").order_by(
        "voice", "note__membership__centrality_rank", "id"
    )
    if public_ids is not None:
        rows = rows.filter(public_id__in=public_ids)
    # What was heard several times word for word is sent once.
    by_words: dict[str, Quote] = {}
    for row in rows[:MOST_READ]:
        by_words.setdefault(row.note.text[row.start : row.end].casefold(), row)
    quotes = list(by_words.values())[:MOST_QUOTES]
    contacts: dict[int, list[str]] = {}
    accounts = {quote.note.account_id for quote in quotes if quote.note.account_id is not None}
    for account, name in Contact.objects.filter(account__in=accounts).values_list("account_id", "name"):
        contacts.setdefault(account, []).append(name)
    return Leaving(
        theme=theme_in(reader.language, theme),
        quotes=tuple(
            Given(
                name=f"q{number}", text=hide_names(quote.note.text[quote.start : quote.end], names_in(quote, contacts))
            )
            for number, quote in enumerate(quotes, start=1)
        ),
        ids=tuple(quote.public_id for quote in quotes),
    )


def names_in(quote: Quote, contacts: dict[int, list[str]]) -> list[str]:
    """List the names that a quote may hold: whole, and each part of a person's."""
    note = quote.note
    people = list(contacts.get(note.account_id, [])) if note.account_id is not None else []
    if note.author is not None:
        people.append(note.author.name)
    names = [*people, *(part for person in people for part in person.split())]
    return [*names, note.account.name] if note.account is not None else names


def model_draft_view(reader: Person, draft: ModelDraft) -> ModelDraftView:
    """Show a draft: the quotes of its sentences as far as the reader may still read them; one query for them."""
    ids = {public_id for _text, quotes in draft.sentences for public_id in quotes}
    rows = Quote.objects.filter(public_id__in=ids, note__in=Note.objects.visible_to(reader))
    quotes = {row.public_id: row for row in rows.select_related("note__author", "note__account")}
    return ModelDraftView(
        public_id=draft.public_id,
        theme_id=draft.theme.public_id,
        theme=theme_in(reader.language, draft.theme),
        language=draft.language,
        status=draft.status,
        error=draft.error,
        n_sent=len(draft.sent),
        n_dropped=draft.n_dropped,
        sentences=tuple(
            SentenceView(
                text=text,
                quotes=tuple(view_quote(quotes[key], quotes[key].note, reader) for key in cited if key in quotes),
            )
            for text, cited in draft.sentences
        ),
        argument_id=draft.argument.public_id if draft.argument else "",
        asked_at=draft.asked_at,
    )
