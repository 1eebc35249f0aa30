"""Read the list of themes: at two levels, and among the notes that somebody chooses."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from django.db.models import Count, Max

from liant.loop.values.roles import Role
from liant.queries.themes import Stake, Trend, label_for, named, stakes_for, trend_of
from liant.store.models import (
    Account,
    BroadTheme,
    Competitor,
    Note,
    Person,
    Product,
    Side,
    Team,
    Theme,
    ThemeNote,
)

#: Periods that a list can be cut to, in days.
PERIODS = (30, 90, 180, 365)
LANGUAGES = ("fr", "en")
#: Themes named under a broad one.
N_NAMED = 4


@dataclass(frozen=True, kw_only=True)
class ThemeFilter:
    """Which notes to count; an empty text leaves all in.

    ``team``, ``product`` and ``competitor`` are public ids, ``days`` one of ``PERIODS`` written out.
    """

    team: str = ""
    product: str = ""
    segment: str = ""
    competitor: str = ""
    language: str = ""
    days: str = ""

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return any(getattr(self, one.name) for one in fields(self))


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value that a filter may take."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class HeardLine:
    """A theme among the notes chosen, as far as the reader's rights go."""

    public_id: str
    label: str
    n_here: int
    n_notes: int  #: everywhere
    n_accounts: int
    n_sellers: int
    last_on: date


@dataclass(frozen=True, kw_only=True)
class BroadLine:
    """A broad theme, with the heaviest of its themes."""

    public_id: str
    label: str
    n_themes: int
    themes: tuple[tuple[str, str], ...]  #: (public id, label), heaviest first
    n_notes: int
    n_accounts: int
    n_sellers: int
    stake: Stake
    weekly: tuple[int, ...]
    n_lately: int
    trend: Trend | None


def teams_for(reader: Person) -> Mapping[str, str]:
    """Name the sales teams whose notes a reader reads."""
    teams = Team.objects.filter(side=Side.SALES.value)
    if reader.role == Role.SALES_MANAGER:
        teams = teams.filter(managers=reader)
    elif reader.role == Role.SELLER:
        teams = teams.filter(members=reader)
    return dict(teams.order_by("name", "id").values_list("public_id", "name"))


def choices_for(reader: Person, chosen: ThemeFilter) -> dict[str, tuple[Choice, ...]]:
    """List what each filter may be set to, in four queries; a filter with one value or none is left out."""
    segments = Account.objects.exclude(segment="").order_by("segment").values_list("segment", flat=True).distinct()
    found: dict[str, Mapping[str, str]] = {
        "team": teams_for(reader),
        "product": dict(Product.objects.order_by("name", "id").values_list("public_id", "name")[:200]),
        "segment": {segment: segment for segment in segments[:200]},
        "competitor": dict(Competitor.objects.order_by("name", "id").values_list("public_id", "name")[:200]),
    }
    return {
        name: tuple(Choice(value=v, label=label, is_chosen=v == getattr(chosen, name)) for v, label in values.items())
        for name, values in found.items()
        if len(values) > 1
    }


def themes_heard(
    reader: Person,
    chosen: ThemeFilter,
    *,
    today: date,
    search: str = "",
    broad: BroadTheme | None = None,
    first: int = 0,
    limit: int = 50,
) -> tuple[HeardLine, ...]:
    """List the themes of the notes chosen among those that a reader may read, the most widely heard first.

    Breadth is that of the ranking of themes: the geometric mean of distinct accounts and sellers.
    """
    notes = Note.objects.visible_to(reader)
    if chosen.team:
        notes = notes.filter(team__public_id=chosen.team)
    if chosen.product:
        notes = notes.filter(opportunity__product__public_id=chosen.product)
    if chosen.segment:
        notes = notes.filter(account__segment=chosen.segment)
    if chosen.competitor:
        notes = notes.filter(opportunity__competitors__public_id=chosen.competitor)
    if chosen.language in LANGUAGES:
        notes = notes.filter(language=chosen.language)
    if chosen.days in map(str, PERIODS):
        notes = notes.filter(heard_on__gt=today - timedelta(days=int(chosen.days)))
    rows = (
        ThemeNote.objects.filter(note__in=notes)
        .values_list("theme_id")
        .annotate(
            n=Count("id"),
            accounts=Count("note__account_id", distinct=True),
            sellers=Count("note__author_id", distinct=True),
            last=Max("note__heard_on"),
        )
    )
    heard = {theme: (n, accounts, sellers, last) for theme, n, accounts, sellers, last in rows}
    themes = Theme.objects.visible_to(reader).live().filter(named(search), rank__isnull=False, pk__in=heard)
    if broad is not None:
        themes = themes.filter(broad=broad)
    lines = [
        HeardLine(
            public_id=theme.public_id,
            label=label_for(reader, theme),
            n_here=heard[theme.pk][0],
            n_notes=theme.n_notes,
            n_accounts=heard[theme.pk][1],
            n_sellers=heard[theme.pk][2],
            last_on=heard[theme.pk][3],
        )
        for theme in themes
    ]
    lines.sort(
        key=lambda line: (
            -round(math.sqrt(max(line.n_accounts, 1) * max(line.n_sellers, 1)), 6),
            -line.n_here,
            line.public_id,
        )
    )
    return tuple(lines[first : first + limit])


def broad_by_weight(
    reader: Person, *, now: datetime, search: str = "", first: int = 0, limit: int = 50
) -> tuple[BroadLine, ...]:
    """List the broad themes, heaviest first, in three queries."""
    rows = BroadTheme.objects.visible_to(reader).filter(named(search), rank__isnull=False)
    found = list(rows.order_by("rank", "id")[first : first + limit])
    themes: dict[int, list[Theme]] = {}
    for theme in Theme.objects.visible_to(reader).live().filter(rank__isnull=False, broad__in=found).order_by("rank"):
        themes.setdefault(theme.broad_id or 0, []).append(theme)
    stakes = stakes_for(reader, found, "notes__membership__theme__broad")
    return tuple(
        BroadLine(
            public_id=row.public_id,
            label=label_for(reader, row),
            n_themes=len(themes.get(row.pk, ())),
            themes=tuple((theme.public_id, label_for(reader, theme)) for theme in themes.get(row.pk, [])[:N_NAMED]),
            n_notes=row.n_notes,
            n_accounts=row.n_accounts,
            n_sellers=row.n_sellers,
            stake=stakes[row.pk],
            weekly=tuple(row.weekly_counts),
            n_lately=sum(row.weekly_counts),
            trend=trend_of(row, now),
        )
        for row in found
    )
