"""Read themes: their weight as far as the reader's rights go, and the words they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from liant.loop.values.money import band_of
from liant.loop.values.roles import SALES, Role
from liant.loop.values.stages import Voice
from liant.queries.crm import LEAST_DEALS_IN_A_SUM
from liant.store.models import (
    Account,
    BroadTheme,
    Note,
    Opportunity,
    Person,
    Quote,
    RefreshStatus,
    Theme,
    ThemeEdit,
    ThemeNote,
    ThemeRefresh,
)

#: A theme is called new for this long.
NEW_FOR = timedelta(days=42)
#: A theme is told by the words of so many of its notes, the most central ones, neither too short nor too long.
TYPICAL, SHORTEST_SAID, LONGEST_SAID = 40, 16, 110
#: Themes that an export holds at most.
MOST_THEMES = 10_000
#: What a refresh is at, in order.
REFRESH_STEPS = ("encode", "read", "learn", "group", "name", "write")
#: A refresh that says nothing for longer was stopped with the machine it ran on.
SILENT_AFTER = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Stake:
    """Money at stake as one reader may see it: sums by currency, or bands, or nothing.

    ``cents_by_currency`` is empty when the reader gets bands; ``bands`` holds (currency, low cents, high cents or None).
    """

    cents_by_currency: Mapping[str, int]
    bands: tuple[tuple[str, int, int | None], ...]
    n_deals: int


@dataclass(frozen=True, kw_only=True)
class Trend:
    """Direction of a theme: the recent weekly rate over the earlier one, with its 90 % interval and n."""

    word: str  #: new, growing, fading or steady
    ratio: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, kw_only=True)
class Said:
    """Words of a client, as they were said."""

    text: str
    language: str


@dataclass(frozen=True, kw_only=True)
class ThemeLine:
    """A theme in a list."""

    public_id: str
    label: str
    label_fr: str
    label_en: str
    rank: int | None
    n_notes: int
    n_accounts: int
    n_sellers: int
    stake: Stake
    weekly: tuple[int, ...]
    n_lately: int  #: notes of those weeks
    trend: Trend | None
    n_arguments: int
    version: int
    is_locked: bool
    said: Said | None  #: what a client said of it, word for word; None when nobody quoted one


@dataclass(frozen=True, kw_only=True)
class ThemeHere:
    """A theme met at an account, with the number of notes that say so there."""

    public_id: str
    label: str
    n_here: int


@dataclass(frozen=True, kw_only=True)
class ThemesState:
    """When the themes were last found, and whether somebody is at it."""

    refreshed_at: datetime | None
    n_notes: int
    n_waiting: int
    is_running: bool
    step: str  #: what the running one is at, empty when it waits
    n_encoded: int  #: notes that the encoder has read, while it reads
    n_in_all: int
    last_failed: bool

    @property
    def n_steps(self) -> int:
        """Steps of the running one that are behind it, of ``REFRESH_STEPS``."""
        return REFRESH_STEPS.index(self.step) if self.step in REFRESH_STEPS else 0


def label_for(reader: Person, theme: Theme | BroadTheme) -> str:
    """Name a theme in the reader's language, else in the other one."""
    first, second = (theme.label_fr, theme.label_en) if reader.language == "fr" else (theme.label_en, theme.label_fr)
    return first or second or theme.public_id


def trend_of(theme: Theme | BroadTheme, now: datetime) -> Trend | None:
    """Say where a theme goes; "growing" and "fading" only when the whole interval says so."""
    if theme.trend is None:
        return None
    low, high = theme.trend["low"], theme.trend["high"]
    word = "growing" if low > 1 else "fading" if high < 1 else "new" if now - theme.born_at < NEW_FOR else "steady"
    # The first refresh finds every theme at once: they are not news.
    if word == "new" and sum(theme.weekly_counts[:-6]) > 0:
        word = "steady"
    return Trend(word=word, ratio=theme.trend["value"], low=low, high=high, n=theme.trend["n"])


def stakes_for(
    reader: Person, themes: Sequence[Theme] | Sequence[BroadTheme], path: str = "notes__membership__theme"
) -> dict[int, Stake]:
    """Compute the stake of each theme for a reader, in at most one query.

    Sales: sums over the deals whose figures they may read. Director: sums over at least ``LEAST_DEALS_IN_A_SUM`` deals,
    else bands. Marketers: bands.

    Parameters
    ----------
    path : from a deal to the themes.
    """
    if reader.role not in SALES:
        return {theme.pk: stake_for_marketing(reader, theme) for theme in themes}
    deals = Opportunity.objects.visible_to(reader).open().filter(**{f"{path}__isnull": False})
    if len(themes) == 1:
        # One theme is found by its notes; for a list of them, the way from the reader's own deals is the shorter one.
        deals = deals.filter(**{path: themes[0]})
    rows = deals.values_list(path, "id", "currency", "amount_cents").distinct()
    sums: dict[int, dict[str, int]] = {}
    counts: dict[int, int] = {}
    for theme_id, _deal, currency, cents in rows:
        counts[theme_id] = counts.get(theme_id, 0) + 1
        by_currency = sums.setdefault(theme_id, {})
        by_currency[currency] = by_currency.get(currency, 0) + (cents or 0)
    return {
        theme.pk: Stake(cents_by_currency=sums.get(theme.pk, {}), bands=(), n_deals=counts.get(theme.pk, 0))
        for theme in themes
    }


def stake_for_marketing(reader: Person, theme: Theme | BroadTheme) -> Stake:
    """Band a theme's stake, or give its sum to a director when enough deals stand behind it."""
    if reader.role == Role.MARKETING_DIRECTOR and theme.n_open_deals >= LEAST_DEALS_IN_A_SUM:
        return Stake(cents_by_currency=theme.stake_cents, bands=(), n_deals=theme.n_open_deals)
    bands = tuple((currency, *band_of(cents)) for currency, cents in sorted(theme.stake_cents.items()))
    return Stake(cents_by_currency={}, bands=bands, n_deals=theme.n_open_deals)


def view_themes(
    reader: Person, rows: Iterable[Theme], now: datetime, *, with_words: bool = True
) -> tuple[ThemeLine, ...]:
    """Turn rows into lines, in three queries whatever their number; without words, in two."""
    themes = list(rows)
    stakes, said = stakes_for(reader, themes), said_of(reader, themes) if with_words else {}
    published = Q(arguments__versions__status="published")
    counted = Theme.objects.filter(id__in=[t.id for t in themes])
    n_arguments = dict(counted.values_list("id").annotate(n=Count("arguments", filter=published, distinct=True)))
    return tuple(
        ThemeLine(
            public_id=theme.public_id,
            label=label_for(reader, theme),
            label_fr=theme.label_fr,
            label_en=theme.label_en,
            rank=theme.rank,
            n_notes=theme.n_notes,
            n_accounts=theme.n_accounts,
            n_sellers=theme.n_sellers,
            stake=stakes[theme.id],
            weekly=tuple(theme.weekly_counts),
            n_lately=sum(theme.weekly_counts),
            trend=trend_of(theme, now),
            n_arguments=n_arguments.get(theme.id, 0),
            version=theme.version,
            is_locked=theme.is_locked,
            said=said.get(theme.id),
        )
        for theme in themes
    )


def themes_by_weight(
    reader: Person,
    *,
    now: datetime,
    search: str = "",
    broad: BroadTheme | None = None,
    first: int = 0,
    limit: int = 50,
) -> tuple[ThemeLine, ...]:
    """List live themes, heaviest first: all, or those of a broad one."""
    rows = Theme.objects.visible_to(reader).live().filter(named(search), rank__isnull=False)
    if broad is not None:
        rows = rows.filter(broad=broad)
    return view_themes(reader, rows.order_by("rank", "id")[first : first + limit], now)


def named(search: str) -> Q:
    """Select the themes whose name in either language holds some words."""
    return Q(label_fr__icontains=search) | Q(label_en__icontains=search) if search else Q()


def said_of(reader: Person, themes: Iterable[Theme]) -> dict[int, Said]:
    """Choose for each theme the client's words that say best what it is about, in one query.

    Among the most typical notes that the reader may read: their language first, then words that the theme's name holds
    too, then the most typical.
    """
    names = {theme.id: significant_words(label_for(reader, theme)) for theme in themes}
    quotes = Quote.objects.filter(
        note__in=Note.objects.visible_to(reader).filter(
            membership__theme__in=names, membership__centrality_rank__lt=TYPICAL
        ),
        voice=Voice.CLIENT.value,
    )
    columns = ("note__membership__theme_id", "note__membership__centrality_rank", "note__language")
    best: dict[int, tuple[tuple[bool, int, int, str], Said]] = {}
    for theme_id, rank, language, start, end, text in quotes.values_list(*columns, "start", "end", "note__text"):
        if not SHORTEST_SAID <= end - start <= LONGEST_SAID:
            continue
        said = text[start:end]
        shared = len(names[theme_id] & significant_words(said))
        key = (language == reader.language, min(shared, 2), -rank, said)
        if theme_id not in best or key > best[theme_id][0]:
            best[theme_id] = (key, Said(text=said, language=language))
    return {theme_id: said for theme_id, (_key, said) in best.items()}


def significant_words(text: str) -> frozenset[str]:
    """Reduce words of four letters and more to their beginnings, without case."""
    return frozenset(word[:6] for word in re.findall(r"\w{4,}", text.casefold()))


def other_themes(reader: Person, public_id: str) -> tuple[tuple[str, str], ...]:
    """List the live themes but one, by name: (public id, label)."""
    rows = Theme.objects.visible_to(reader).live().exclude(public_id=public_id)
    return tuple(sorted(((row.public_id, label_for(reader, row)) for row in rows), key=lambda row: row[1].casefold()))


def edits_of(theme: Theme) -> QuerySet[ThemeEdit]:
    """Select what people did to a theme and can take back, the last one last."""
    return ThemeEdit.objects.filter(Q(theme=theme) | Q(source=theme), undone_at=None).order_by("id")


def themes_table(reader: Person, *, now: datetime) -> list[dict[str, object]]:
    """List all live themes as rows for a spreadsheet or a program, under the same rights as their page.

    Money stands in units of its currency, as the lowest and the highest it may be: equal for whoever reads sums, the ends
    of the band for others, the highest empty for the top band. A theme with money in two currencies has two rows.
    """
    rows = []
    for theme in themes_by_weight(reader, now=now, limit=MOST_THEMES):
        stakes: list[tuple[str, int | None, int | None]] = [
            *((currency, cents, cents) for currency, cents in theme.stake.cents_by_currency.items()),
            *theme.stake.bands,
        ]
        for currency, low, high in stakes or [("", None, None)]:
            rows.append(
                {
                    "id": theme.public_id,
                    "label_fr": theme.label_fr,
                    "label_en": theme.label_en,
                    "notes": theme.n_notes,
                    "accounts": theme.n_accounts,
                    "sellers": theme.n_sellers,
                    "arguments": theme.n_arguments,
                    "open_deals": theme.stake.n_deals,
                    "currency": currency,
                    "stake_low": low / 100 if low is not None else None,
                    "stake_high": high / 100 if high is not None else None,
                    "trend": theme.trend.word if theme.trend else None,
                    "trend_ratio": round(theme.trend.ratio, 3) if theme.trend else None,
                    "trend_low": round(theme.trend.low, 3) if theme.trend else None,
                    "trend_high": round(theme.trend.high, 3) if theme.trend else None,
                    "trend_n": theme.trend.n if theme.trend else None,
                    "client_words": theme.said.text if theme.said else None,
                }
            )
    return rows


def theme_view(reader: Person, theme: Theme, now: datetime) -> ThemeLine:
    """Show one theme, whose words its page tells at length."""
    return view_themes(reader, [theme], now, with_words=False)[0]


def themes_of_account(reader: Person, account: Account, *, limit: int = 6) -> tuple[ThemeHere, ...]:
    """List the themes heard at an account, most often heard first, among the notes that a reader may read."""
    counts = (
        Note.objects.visible_to(reader)
        .filter(account=account, membership__theme__merged_into=None, membership__isnull=False)
        .values("membership__theme__public_id", "membership__theme__label_fr", "membership__theme__label_en")
        .annotate(n=Count("id"))
        .order_by("-n", "membership__theme__public_id")[:limit]
    )
    return tuple(
        ThemeHere(
            public_id=row["membership__theme__public_id"],
            label=(
                (row["membership__theme__label_fr"] or row["membership__theme__label_en"])
                if reader.language == "fr"
                else (row["membership__theme__label_en"] or row["membership__theme__label_fr"])
            ),
            n_here=row["n"],
        )
        for row in counts
    )


def themes_state(now: datetime) -> ThemesState:
    """Tell when the themes were last found and how many notes wait for the next time."""
    latest = ThemeRefresh.objects.order_by("-id").first()
    done = ThemeRefresh.objects.filter(status=RefreshStatus.DONE.value).order_by("-id").first()
    n_in_all = Note.objects.count()
    return ThemesState(
        refreshed_at=done.finished_at if done else None,
        n_notes=done.n_notes if done else 0,
        # A note has one membership at most: two counts on indexes instead of a join over all notes.
        n_waiting=n_in_all - ThemeNote.objects.count(),
        is_running=latest is not None
        and latest.status in (RefreshStatus.RUNNING.value, RefreshStatus.QUEUED.value)
        and latest.created_at > now - SILENT_AFTER,
        step=latest.step if latest is not None else "",
        n_encoded=latest.n_encoded if latest is not None else 0,
        n_in_all=n_in_all,
        last_failed=latest is not None and latest.status == RefreshStatus.FAILED.value,
    )
