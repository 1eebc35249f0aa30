"""The kinds of objects that people talk about: who may read one, what it is called, where its page is.

An object is known elsewhere by (kind, public id), as in the ledger. A new kind is one line of ``KINDS``: it then has a
thread, notices and mails, all under the rights of its page.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf
from django.urls import reverse

from liant.loop.values.roles import SALES
from liant.store.models import (
    Account,
    ActionPlan,
    AdjustmentProposal,
    Argument,
    ArgumentVersion,
    Brainstorm,
    CoAuthor,
    Contest,
    CreditContest,
    IdeaSource,
    IdeaText,
    Launch,
    Lead,
    MarketingRequest,
    Meeting,
    Note,
    Opportunity,
    Person,
    RefinedIdea,
    StrategyMessage,
    StrategyMessageText,
    Theme,
    VersionStatus,
    Visit,
)

#: A database takes about five hundred selects in one union; far fewer keep the statement short.
PEOPLE_AT_ONCE = 100
TITLE_LENGTH = 80

Title = Callable[[Person], Any]


@dataclass(frozen=True, kw_only=True)
class ObjectKind:
    """One kind of object.

    Attributes
    ----------
    page : name of the address that shows one, by public id.
    model : its table, whose ``visible_to(person)`` keeps those that a person may read there.
    title : what one is called for a reader: an expression on its row.
    keeper : column of the person who answers for it, told of what is said about it; empty when nobody does.
    """

    page: str
    model: Any
    title: Title
    keeper: str = ""

    def rows(self, reader: Person) -> QuerySet[Any]:
        """Keep the objects that a person may read."""
        return self.model.objects.visible_to(reader)  # type: ignore[no-any-return]


def column(name: str) -> Title:
    """Call an object by one of its columns."""
    return lambda _reader: F(name)


def theme_title(reader: Person) -> Any:
    """Call a theme in the reader's language, else in the other one."""
    first, second = ("label_fr", "label_en") if reader.language == "fr" else ("label_en", "label_fr")
    return Coalesce(NullIf(F(first), Value("")), F(second))


def argument_title(reader: Person) -> Any:
    """Call an argument by its latest version; sales by the latest that was published."""
    versions = ArgumentVersion.objects.filter(argument=OuterRef("pk")).order_by("-number")
    if reader.role in SALES:
        versions = versions.filter(status=VersionStatus.PUBLISHED.value)
    return Subquery(versions.values("title")[:1])


def draft_title(_reader: Person) -> Any:
    """Call a draft that somebody is invited to by its latest version, whatever its status."""
    versions = ArgumentVersion.objects.filter(argument=OuterRef("argument")).order_by("-number")
    return Subquery(versions.values("title")[:1])


def idea_title(reader: Person) -> Any:
    """Call an idea in the reader's language, else in another one, else by the first words that the reader may read."""
    texts = IdeaText.objects.filter(idea=OuterRef("pk"), number=OuterRef("number")).annotate(
        is_other=Case(When(language=reader.language, then=Value(0)), default=Value(1))
    )
    notes = IdeaSource.objects.filter(idea=OuterRef("pk"), note__in=Note.objects.visible_to(reader))
    return Coalesce(
        Subquery(texts.order_by("is_other", "language").values("title")[:1]),
        Subquery(notes.order_by("position").values("note__text")[:1]),
        output_field=TextField(),
    )


def message_title(reader: Person) -> Any:
    """Call a strategy message in the reader's language, else in the one that it is written in."""
    own_first = Case(When(language=reader.language, then=0), default=1, output_field=IntegerField())
    return Subquery(StrategyMessageText.objects.filter(message=OuterRef("pk")).order_by(own_first).values("title")[:1])


KINDS: Mapping[str, ObjectKind] = {
    "note": ObjectKind(page="note", model=Note, title=column("text"), keeper="author"),
    "theme": ObjectKind(page="theme", model=Theme, title=theme_title),
    "argument": ObjectKind(page="argument", model=Argument, title=argument_title, keeper="owner"),
    "co_author": ObjectKind(page="co_writing", model=CoAuthor, title=draft_title, keeper="argument__owner"),
    "contest": ObjectKind(
        page="contest", model=Contest, title=column("argument_version__title"), keeper="argument__owner"
    ),
    "launch": ObjectKind(page="launch", model=Launch, title=column("name"), keeper="owner"),
    "credit_contest": ObjectKind(page="credit_contest", model=CreditContest, title=column("text"), keeper="author"),
    "message": ObjectKind(page="message", model=StrategyMessage, title=message_title, keeper="owner"),
    "account": ObjectKind(page="account", model=Account, title=column("name"), keeper="owner"),
    "opportunity": ObjectKind(page="deal", model=Opportunity, title=column("name"), keeper="owner"),
    "plan": ObjectKind(page="plan", model=ActionPlan, title=column("title"), keeper="owner"),
    "round": ObjectKind(page="round", model=Brainstorm, title=column("question"), keeper="host"),
    "idea": ObjectKind(page="idea", model=RefinedIdea, title=idea_title, keeper="owner"),
    "request": ObjectKind(page="request", model=MarketingRequest, title=column("title"), keeper="asked_by"),
    "proposal": ObjectKind(
        page="proposal", model=AdjustmentProposal, title=column("request__title"), keeper="proposed_by"
    ),
    "visit": ObjectKind(page="visit", model=Visit, title=column("account__name"), keeper="seller"),
    "lead": ObjectKind(page="lead", model=Lead, title=column("company"), keeper="handed_by"),
    "meeting": ObjectKind(page="meeting", model=Meeting, title=column("series__title"), keeper="series__host"),
}


def url_of(kind: str, public_id: str) -> str:
    """Give the path of an object's page."""
    return reverse(KINDS[kind].page, args=[public_id])


def group_ids(objects: Iterable[tuple[str, str]], kinds: Container[str]) -> dict[str, set[str]]:
    """Group the public ids of objects by kind, for the kinds given."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind, public_id in objects:
        if kind in kinds:
            found[kind].add(public_id)
    return found


def titles_of(reader: Person, objects: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Name the objects, given by (kind, public id), that a reader may read; those missing may not be told of.

    Notes
    -----
    One query, whatever the number of objects.
    """
    ids_by_kind = group_ids(objects, KINDS)
    selects = [
        KINDS[kind]
        .rows(reader)
        .filter(public_id__in=ids)
        .order_by()
        .annotate(
            kind_=Value(kind, output_field=TextField()),
            title_=Cast(KINDS[kind].title(reader), output_field=TextField()),
        )
        .values_list("kind_", "public_id", "title_")
        for kind, ids in sorted(ids_by_kind.items())
    ]
    if not selects:
        return {}
    return {
        (kind, public_id): shortened(title or "") for kind, public_id, title in selects[0].union(*selects[1:], all=True)
    }


def shortened(title: str) -> str:
    """Cut a title to one line."""
    line = " ".join(title.split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1].rstrip() + "…"


def readers_of(kind: str, public_id: str, people: Sequence[Person]) -> list[Person]:
    """Keep the people, of those given, who may sign in and read an object: exactly those to whom its page opens.

    Notes
    -----
    One query per hundred people.
    """
    able = [person for person in people if person.is_active]
    found: set[int] = set()
    for first in range(0, len(able), PEOPLE_AT_ONCE):
        selects = [
            KINDS[kind].rows(person).filter(public_id=public_id).order_by().annotate(reader_=Value(person.pk))
            for person in able[first : first + PEOPLE_AT_ONCE]
        ]
        rows = [select.values_list("reader_", flat=True) for select in selects]
        found.update(rows[0].union(*rows[1:], all=True))
    return [person for person in able if person.pk in found]


def read_by_all(people: Sequence[Person], objects: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Keep the objects, given by (kind, public id), that each of these people may read: what may be shown to them together.

    Notes
    -----
    One query per hundred people and kinds.
    """
    ids_by_kind: dict[str, set[str]] = defaultdict(set)
    for kind, public_id in objects:
        ids_by_kind[kind].add(public_id)
    selects = [
        KINDS[kind]
        .rows(person)
        .filter(public_id__in=ids)
        .order_by()
        .annotate(kind_=Value(kind, output_field=TextField()), reader_=Value(person.pk))
        .values_list("kind_", "public_id", "reader_")
        for kind, ids in sorted(ids_by_kind.items())
        for person in people
    ]
    n_readers: Counter[tuple[str, str]] = Counter()
    for first in range(0, len(selects), PEOPLE_AT_ONCE):
        some = selects[first : first + PEOPLE_AT_ONCE]
        n_readers.update((kind, public_id) for kind, public_id, _reader in some[0].union(*some[1:], all=True))
    return {found for found, n in n_readers.items() if n == len(people)}


def keeper_of(kind: str, public_id: str) -> Person | None:
    """Find the person who answers for an object."""
    declared = KINDS[kind]
    if not declared.keeper:
        return None
    rows = declared.model.objects.filter(public_id=public_id)
    return Person.objects.filter(pk__in=rows.values(declared.keeper)).first()  # type: ignore[no-any-return]
