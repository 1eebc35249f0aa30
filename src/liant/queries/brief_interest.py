"""Read what a person follows among what could be told: themes and accounts, with how much and on what ground."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db.models import Count, F, Q, Sum, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from liant.loop.values.roles import SALES
from liant.queries.objects import group_ids
from liant.store.models import (
    ActionPlan,
    Argument,
    Contest,
    Note,
    Opportunity,
    Person,
    RefinedIdea,
    Theme,
)

#: Where each kind of object finds its theme and its account; those that have neither are left out.
PATHS: Mapping[str, tuple[Any, str, str]] = {
    "theme": (Theme, "", "none"),
    "argument": (Argument, "theme", "none"),
    "contest": (Contest, "argument__theme", "none"),
    "note": (Note, "membership__theme", "account"),
    "idea": (RefinedIdea, "theme", "none"),
    "plan": (ActionPlan, "theme", "none"),
    "opportunity": (Opportunity, "none", "account"),
}
#: Notes or arguments after which one more hardly adds to the interest in a theme.
MANY = 3
#: The rank, after the first, of a theme followed half as much.
HALF_RANK = 5


@dataclass(frozen=True, kw_only=True)
class Named:
    """A theme or an account by its id and its name for a reader."""

    kind: str
    public_id: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A ground to follow a topic.

    Attributes
    ----------
    basis : ``notes`` of theirs or of their deals in the theme, ``arguments`` of theirs that answer it, its ``rank`` among
        the themes, or open ``deals`` of theirs at the account.
    weight : in [0, 1].
    n : how many of these; the rank.
    """

    basis: str
    weight: float
    n: int


@dataclass(frozen=True, kw_only=True)
class Interest(Ground):
    """How much a person follows a topic, on its strongest ground, with its name and page."""

    label: str
    url: str


def topics_of(reader: Person, objects: Collection[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Named]]:
    """Find the themes and accounts of objects, given by (kind, public id), with their names by topic.

    Notes
    -----
    One query, whatever the number of objects.
    """
    selects = [topic_rows(kind, ids) for kind, ids in sorted(group_ids(objects, PATHS).items())]
    if not selects:
        return {}
    found: dict[tuple[str, str], dict[str, Named]] = defaultdict(dict)
    for kind, public_id, theme, label_fr, label_en, account, name in selects[0].union(*selects[1:], all=True):
        if theme:
            names = (label_fr, label_en) if reader.language == "fr" else (label_en, label_fr)
            named = Named(kind="theme", public_id=theme, label=names[0] or names[1] or theme)
            found[kind, public_id][f"theme:{theme}"] = named
        if account:
            found[kind, public_id][f"account:{account}"] = Named(kind="account", public_id=account, label=name)
    return dict(found)


def topic_rows(kind: str, ids: Collection[str]) -> Any:
    """Select an object, its theme with both names, and its account with its name."""
    model, theme, account = PATHS[kind]

    def column(path: str, name: str) -> Any:
        if path == "none":
            return Value("", output_field=TextField())
        return Cast(F(f"{path}__{name}" if path else name), output_field=TextField())

    return (
        model.objects.filter(public_id__in=ids)
        .order_by()
        .values_list(
            Value(kind, output_field=TextField()),
            Cast(F("public_id"), output_field=TextField()),
            column(theme, "public_id"),
            column(theme, "label_fr"),
            column(theme, "label_en"),
            column(account, "public_id"),
            column(account, "name"),
        )
    )


def interests_of(person: Person, topics: Mapping[tuple[str, str], Mapping[str, Named]]) -> dict[str, Interest]:
    """Tell which of these topics a person follows, and how much.

    Sales follow the themes of what they and their deals brought, and the accounts where a deal of theirs is open; marketing
    the themes that their arguments answer, and those that weigh most.

    Notes
    -----
    At most two queries, one for marketing, whatever the number of topics.
    """
    named = {topic: name for found in topics.values() for topic, name in found.items()}
    themes = [name.public_id for name in named.values() if name.kind == "theme"]
    if person.role in SALES:
        accounts = [name.public_id for name in named.values() if name.kind == "account"]
        grounds = grounds_of("notes", n_notes_of(person, themes)) + deal_grounds(open_deals_at(person, accounts))
    else:
        ranks, n_arguments = ranks_and_arguments(person, themes)
        grounds = rank_grounds(ranks) + grounds_of("arguments", n_arguments)
    interests: dict[str, Interest] = {}
    for topic, ground in grounds:
        if topic not in interests or ground.weight > interests[topic].weight:
            url = reverse(named[topic].kind, args=[named[topic].public_id])
            interests[topic] = Interest(
                basis=ground.basis, weight=ground.weight, n=ground.n, label=named[topic].label, url=url
            )
    return interests


def grounds_of(basis: str, n_by_theme: Mapping[str, int]) -> list[tuple[str, Ground]]:
    """Follow a theme the more, the more one said or wrote about it; the first ones count most."""
    return [(f"theme:{theme}", Ground(basis=basis, weight=n / (n + MANY), n=n)) for theme, n in n_by_theme.items()]


def rank_grounds(rank_by_theme: Mapping[str, int]) -> list[tuple[str, Ground]]:
    """Follow the themes that weigh most: the first fully, the sixth half as much."""
    return [
        (f"theme:{theme}", Ground(basis="rank", weight=HALF_RANK / (HALF_RANK + rank - 1), n=rank))
        for theme, rank in rank_by_theme.items()
    ]


def deal_grounds(deals: Mapping[str, tuple[int, int]]) -> list[tuple[str, Ground]]:
    """Follow an account the more, the more money is open there, against the account with most."""
    most = max((cents for _n, cents in deals.values()), default=0)
    return [
        (f"account:{account}", Ground(basis="deals", weight=sqrt(cents / most) if most else 0.5, n=n))
        for account, (n, cents) in deals.items()
    ]


def n_notes_of(person: Person, themes: Collection[str]) -> dict[str, int]:
    """Count, by theme, the notes that a person wrote or that were heard in deals that they follow."""
    if not themes:
        return {}
    deals = Opportunity.objects.visible_to(person).open()
    notes = Note.objects.filter(Q(author=person) | Q(opportunity__in=deals), membership__theme__public_id__in=themes)
    return dict(notes.order_by().values_list("membership__theme__public_id").annotate(n=Count("pk")))


def ranks_and_arguments(person: Person, themes: Collection[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Read, by theme, the rank in the list by weight, from 1, and how many arguments a person in marketing answers for."""
    if not themes:
        return {}, {}
    own = Count("arguments", filter=Q(arguments__owner=person))
    rows = Theme.objects.filter(public_id__in=themes).order_by().annotate(n=own).values_list("public_id", "rank", "n")
    found = list(rows)
    return {theme: rank for theme, rank, _n in found if rank}, {theme: n for theme, _rank, n in found if n}


def open_deals_at(person: Person, accounts: Collection[str]) -> dict[str, tuple[int, int]]:
    """Count, by account, the open deals that a person may read, and sum their amounts in cents."""
    if not accounts:
        return {}
    deals = Opportunity.objects.visible_to(person).open().filter(account__public_id__in=accounts)
    rows = deals.order_by().values_list("account__public_id").annotate(n=Count("pk"), cents=Sum("amount_cents"))
    return {account: (n, cents or 0) for account, n, cents in rows}
