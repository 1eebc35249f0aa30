"""Read the page of one theme: its words, what changed in it, its accounts and deals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q

from liant.loop.listen.alike import gather_alike
from liant.loop.values.roles import SALES
from liant.loop.values.stages import Voice
from liant.queries.crm import DealLine, view_deal_line
from liant.queries.listen import LATEST, NoteView, QuoteView, page_of, view_notes, view_quote
from liant.queries.themes import Said
from liant.store.models import Account, Note, Opportunity, Person, Quote, Theme

#: Quotes of a theme that are read to tell it, those of the most central notes first.
MOST_WORDS = 2_000


@dataclass(frozen=True, kw_only=True)
class AccountInTheme:
    """An account that speaks of a theme."""

    public_id: str
    name: str
    n: int


def words_of_theme(
    reader: Person, theme: Theme, *, limit: int = 6
) -> tuple[tuple[str, tuple[tuple[QuoteView, int], ...]], ...]:
    """Tell a theme in the words it is made of, by language, the reader's first, in two queries.

    Returns
    -------
    (language, ((quote, times heard almost word for word), …)): the clients' words first, those heard most first, then
    the most typical; at most ``limit`` a language.
    """
    notes = Note.objects.visible_to(reader).filter(membership__theme=theme)
    rows = Quote.objects.filter(note__in=notes).order_by("note__membership__centrality_rank", "id")
    columns = ("id", "voice", "note__language", "start", "end", "note__text")
    heard: dict[tuple[str, bool], list[tuple[int, str]]] = {}
    for pk, voice, language, start, end, text in rows.values_list(*columns)[:MOST_WORDS]:
        heard.setdefault((language, voice != Voice.CLIENT), []).append((pk, text[start:end]))
    chosen: dict[str, list[tuple[int, int]]] = {}
    for language, is_seller in sorted(heard, key=lambda key: (key[0] != reader.language, key)):
        said = heard[language, is_seller]
        groups = gather_alike([text for _pk, text in said])
        room = limit - len(chosen.setdefault(language, []))
        chosen[language] += [(said[group[0]][0], len(group)) for group in groups[:room]]
    wanted = [pk for quotes in chosen.values() for pk, _n in quotes]
    found = Quote.objects.select_related("note__author__team", "note__account").in_bulk(wanted)
    return tuple(
        (language, tuple((view_quote(found[pk], found[pk].note, reader), n) for pk, n in quotes))
        for language, quotes in chosen.items()
    )


def latest_of_theme(reader: Person, theme: Theme, *, limit: int = 3) -> tuple[NoteView, ...]:
    """List the latest notes of a theme that a reader may read: what is said now, typical or not."""
    rows = Note.objects.visible_to(reader).filter(membership__theme=theme).order_by(*LATEST)
    return view_notes(page_of(rows, limit=limit).order_by(*LATEST), reader)


def definition_for(reader: Person, theme: Theme) -> Said | None:
    """Give what people say a theme is about, in the reader's language, else in the other one; None until written."""
    by_language = {"fr": theme.definition_fr, "en": theme.definition_en}
    for language in sorted(by_language, key=lambda language: language != reader.language):
        if by_language[language]:
            return Said(text=by_language[language], language=language)
    return None


@dataclass(frozen=True, kw_only=True)
class MonthOfTheme:
    """What changed in a theme over the last thirty days, beside the thirty before, among the notes one may read."""

    n_notes: int
    n_before: int
    new_accounts: tuple[AccountInTheme, ...]  #: heard for the first time, with their notes; only those one may open
    n_new_accounts: int


def month_of_theme(reader: Person, theme: Theme, *, today: date) -> MonthOfTheme:
    """Tell what changed in a theme over the last thirty days, in one query."""
    start = today - timedelta(days=30)
    is_late, is_earlier = Q(heard_on__gt=start), Q(heard_on__lte=start)
    is_open = Exists(Account.objects.visible_to(reader).filter(pk=OuterRef("account_id")))
    rows = list(
        Note.objects.visible_to(reader)
        .filter(membership__theme=theme)
        .annotate(is_open=is_open)
        .values_list("account__public_id", "account__name", "is_open")
        .annotate(
            n=Count("id", filter=is_late),
            n_before=Count("id", filter=is_earlier & Q(heard_on__gt=start - timedelta(days=30))),
            n_earlier=Count("id", filter=is_earlier),
        )
        .order_by("-n", "account__name")
    )
    new = [row for row in rows if row[0] is not None and row[3] and not row[5]]
    shown = [AccountInTheme(public_id=row[0], name=row[1], n=row[3]) for row in new if row[2]]
    return MonthOfTheme(
        n_notes=sum(row[3] for row in rows),
        n_before=sum(row[4] for row in rows),
        new_accounts=tuple(shown[:6]),
        n_new_accounts=len(new),
    )


def accounts_of_theme(reader: Person, theme: Theme, *, limit: int = 12) -> tuple[AccountInTheme, ...]:
    """List the accounts that speak most of a theme, among those that a reader may open."""
    heard = Note.objects.filter(membership__theme=theme, account__in=Account.objects.visible_to(reader).values("pk"))
    rows = heard.values_list("account__public_id", "account__name").annotate(n=Count("id"))
    found = rows.order_by("-n", "account__name", "account__public_id")[:limit]
    return tuple(AccountInTheme(public_id=public_id, name=name, n=n) for public_id, name, n in found)


def deals_of_theme(reader: Person, theme: Theme, *, today: date, limit: int = 6) -> tuple[DealLine, ...]:
    """List the open deals in which a theme was heard, among those whose figures a reader may read, nearest close first."""
    if reader.role not in SALES:
        return ()
    heard = Note.objects.filter(membership__theme=theme, opportunity__isnull=False).values("opportunity")
    deals = Opportunity.objects.visible_to(reader).open().filter(pk__in=heard).select_related("account", "owner")
    nearest = deals.order_by(F("expected_close_on").asc(nulls_last=True), "id")[:limit]
    return tuple(view_deal_line(deal, reader, today) for deal in nearest)
