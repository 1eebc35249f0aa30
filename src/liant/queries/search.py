"""Search accounts, deals, themes, arguments and notes at once, each as far as the reader may read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When
from django.urls import reverse

from liant.loop.search.marks import Stretch, excerpt, mark_words
from liant.loop.search.rank import rank_texts
from liant.loop.search.terms import SearchText, Term, read_query
from liant.loop.values.roles import SALES
from liant.queries.argue_freshness import n_doubtful
from liant.queries.listen import author_for
from liant.queries.themes import label_for
from liant.store.mapping.search_index import keys_matching
from liant.store.mapping.search_texts import SEARCHED
from liant.store.models import Account, Argument, ArgumentVersion, Note, Opportunity, Person, Theme, VersionStatus

#: Objects of a kind that are ranked: those whose name holds the words first, then the newest.
MOST = 100


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One object found, as one reader may see it.

    Attributes
    ----------
    title : its name, cut where the words that answer begin and end; empty for a note.
    words : the part of its text around the first word that answers.
    place : the account of a deal or note, the city of an account, the theme of an argument.
    code : kind of a note or account, stage of a deal, status of an argument.
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


@dataclass(frozen=True, kw_only=True)
class Group:
    """What was found of one kind: the best, and how many in all (``MOST`` at most)."""

    kind: str
    hits: tuple[Hit, ...]
    n: int
    is_more: bool  #: more than ``MOST``
    has_rest: bool  #: more than those given here


@dataclass(frozen=True, kw_only=True)
class Source:
    """How one kind is searched: the rows that a reader may read, and how those found are shown."""

    rows: Callable[[Person], QuerySet[Any]]
    show: Callable[[Person, Sequence[SearchText], Sequence[Term]], list[Hit]]


def search_for(reader: Person, text: str, *, kinds: Sequence[str] = (), limit: int = 5) -> tuple[Group, ...]:
    """Search what a reader may read; kinds where nothing was found are left out.

    Rights come before everything: what the reader may not read is neither ranked nor counted. Two or three queries a
    kind, whatever is found.

    Parameters
    ----------
    kinds : of those declared in ``SOURCES``; all of them when empty.
    limit : hits given for each kind.
    """
    terms = read_query(text)
    if not terms:
        return ()
    groups = []
    for kind, source in SOURCES.items():
        if kinds and kind not in kinds:
            continue
        found = find_texts(kind, source.rows(reader), terms)
        if found:
            best = [ranked.text for ranked in rank_texts(found[:MOST], terms)[:limit]]
            groups.append(
                Group(
                    kind=kind,
                    hits=tuple(source.show(reader, best, terms)),
                    n=min(len(found), MOST),
                    is_more=len(found) > MOST,
                    has_rest=len(found) > limit,
                )
            )
    return tuple(groups)


def find_texts(kind: str, rows: QuerySet[Any], terms: Sequence[Term]) -> list[SearchText]:
    """Read the texts that hold every required word, those that hold them in their head first: one more than ``MOST``."""
    rows = rows.filter(pk__in=keys_matching(kind, terms))
    if kind == "note":
        return list(SEARCHED[kind].read(rows.order_by("-pk")[: MOST + 1]))
    in_head = When(pk__in=keys_matching(kind, terms, in_head=True), then=Value(1))
    rows = rows.annotate(in_head=Case(in_head, default=Value(0), output_field=IntegerField()))
    return list(SEARCHED[kind].read(rows.order_by("-in_head", "-pk")[: MOST + 1]))


def versions_for(reader: Person) -> QuerySet[ArgumentVersion]:
    """Keep the wording that a reader sees of each argument: the published one for sales, the latest for marketing."""
    versions = ArgumentVersion.objects.filter(argument__in=Argument.objects.visible_to(reader))
    if reader.role in SALES:
        return versions.filter(status=VersionStatus.PUBLISHED.value)
    later = ArgumentVersion.objects.filter(argument=OuterRef("argument"), number__gt=OuterRef("number"))
    return versions.filter(~Exists(later))


def show_accounts(reader: Person, found: Sequence[SearchText], terms: Sequence[Term]) -> list[Hit]:
    """Show accounts."""
    rows = Account.objects.in_bulk([text.key for text in found])
    return [
        Hit(
            url=reverse("account", args=[row.public_id]),
            title=mark_words(row.name, terms),
            place=row.city,
            code=row.kind,
        )
        for row in (rows[text.key] for text in found)
    ]


def show_deals(reader: Person, found: Sequence[SearchText], terms: Sequence[Term]) -> list[Hit]:
    """Show deals."""
    rows = Opportunity.objects.select_related("account").in_bulk([text.key for text in found])
    return [
        Hit(
            url=reverse("deal", args=[row.public_id]),
            title=mark_words(row.name, terms),
            place=row.account.name if row.account else "",
            code=row.stage,
            on=row.expected_close_on,
        )
        for row in (rows[text.key] for text in found)
    ]


def show_themes(reader: Person, found: Sequence[SearchText], terms: Sequence[Term]) -> list[Hit]:
    """Show themes under their name in the reader's language."""
    rows = Theme.objects.in_bulk([text.key for text in found])
    return [
        Hit(
            url=reverse("theme", args=[row.public_id]),
            title=mark_words(label_for(reader, row), terms),
            words=excerpt((row.definition_fr if reader.language == "fr" else row.definition_en), terms),
            n_notes=row.n_notes,
        )
        for row in (rows[text.key] for text in found)
    ]


def show_arguments(reader: Person, found: Sequence[SearchText], terms: Sequence[Term]) -> list[Hit]:
    """Show arguments."""
    rows = ArgumentVersion.objects.select_related("argument__theme").in_bulk([text.key for text in found])
    doubtful = n_doubtful(rows)
    return [
        Hit(
            url=reverse("argument", args=[row.argument.public_id]),
            title=mark_words(row.title, terms),
            words=excerpt(text.body, terms),
            language=row.language,
            place=label_for(reader, row.argument.theme) if row.argument.theme else "",
            code=row.status,
            n_doubtful=doubtful[row.pk],
        )
        for text, row in ((text, rows[text.key]) for text in found)
    ]


def show_notes(reader: Person, found: Sequence[SearchText], terms: Sequence[Term]) -> list[Hit]:
    """Show notes, their author masked as everywhere."""
    rows = Note.objects.select_related("author", "account").in_bulk([text.key for text in found])
    return [
        Hit(
            url=reverse("note", args=[row.public_id]),
            title=(),
            words=excerpt(row.text, terms),
            language=row.language,
            place=row.account.name if row.account else "",
            who=author_for(reader, row),
            code=row.kind,
            on=row.heard_on,
        )
        for row in (rows[text.key] for text in found)
    ]


#: The kinds that search knows, in the order in which they are shown.
SOURCES = {
    "account": Source(rows=lambda reader: Account.objects.visible_to(reader), show=show_accounts),
    "opportunity": Source(rows=lambda reader: Opportunity.objects.visible_to(reader), show=show_deals),
    "theme": Source(rows=lambda reader: Theme.objects.visible_to(reader).live(), show=show_themes),
    "argument": Source(rows=versions_for, show=show_arguments),
    "note": Source(rows=lambda reader: Note.objects.visible_to(reader), show=show_notes),
}
