"""Read a client as marketing does, in concepts: what it needs in its own words, what was said to it, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q

from liant.loop.values.roles import SALES
from liant.loop.values.stages import CLOSED_STAGES, Stage
from liant.queries.listen import QuoteView, view_quote
from liant.store.models import (
    Account,
    Argument,
    ArgumentUse,
    ArgumentVersion,
    Note,
    Opportunity,
    Person,
    Quote,
    Verdict,
    VersionStatus,
)

#: What is said of deals or of the people who led them is said over at least so many of each.
LEAST_IN_A_GROUP = 5
#: A quote that tells a theme is neither a word nor a page.
SHORTEST_QUOTE, LONGEST_QUOTE = 16, 260
MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class Need:
    """A theme heard at an account, in the words heard there."""

    public_id: str
    label: str
    n_here: int
    first_on: date
    is_answered: bool  #: a published argument answers it
    quote: QuoteView | None


@dataclass(frozen=True, kw_only=True)
class UsedHere:
    """An argument used at an account: what was said of it, and what became of those deals for whoever reads them."""

    title: str
    language: str
    public_id: str  #: empty when it was withdrawn
    n_used: int
    n_did_not_work: int
    n_wrong: int
    last_on: date
    n_won: int
    n_lost: int


@dataclass(frozen=True, kw_only=True)
class WorksElsewhere:
    """An argument used in closed deals of similar accounts: ``n_won`` won of ``n_deals``."""

    title: str
    language: str
    public_id: str
    n_won: int
    n_deals: int
    n_sellers: int


@dataclass(frozen=True, kw_only=True)
class Heard:
    """When an account spoke: notes by month, the last one now; the last thirty days beside the thirty before."""

    by_month: tuple[int, ...]
    n_notes: int
    n_month: int
    n_before: int


def needs_of(reader: Person, account: Account) -> tuple[Need, ...]:
    """List the themes heard at an account, most often heard first, in two queries; among the notes one may read."""
    published = ArgumentVersion.objects.filter(
        status=VersionStatus.PUBLISHED.value, argument__theme=OuterRef("membership__theme")
    )
    rows = list(
        Note.objects.visible_to(reader)
        .filter(account=account, membership__theme__merged_into=None, membership__isnull=False)
        .annotate(is_answered=Exists(published))
        .values_list(
            "membership__theme_id",
            "membership__theme__public_id",
            "membership__theme__label_fr",
            "membership__theme__label_en",
            "is_answered",
        )
        .annotate(n=Count("id"), first=Min("heard_on"))
        .order_by("-n", "membership__theme__public_id")[:60]
    )
    quotes = quotes_by_theme(reader, account, [row[0] for row in rows])
    return tuple(
        Need(
            public_id=public_id,
            label=((fr or en) if reader.language == "fr" else (en or fr)) or public_id,
            n_here=n,
            first_on=first,
            is_answered=is_answered,
            quote=quotes.get(theme),
        )
        for theme, public_id, fr, en, is_answered, n, first in rows
    )


def quotes_by_theme(reader: Person, account: Account, themes: Sequence[int]) -> dict[int, QuoteView]:
    """Choose for each theme the words heard at this account: the client's before the seller's, the latest first."""
    rows = (
        Quote.objects.filter(
            note__in=Note.objects.visible_to(reader).filter(account=account), note__membership__theme__in=themes
        )
        .select_related("note__author", "note__account", "note__membership")
        .order_by("voice", "-note__heard_on", "id")[:400]
    )
    chosen: dict[int, QuoteView] = {}
    for quote in rows:
        if SHORTEST_QUOTE <= quote.end - quote.start <= LONGEST_QUOTE:
            chosen.setdefault(quote.note.membership.theme_id, view_quote(quote, quote.note, reader))
    # The page is the account's: its name is not said again under each quote.
    return {theme: replace(quote, account_name="") for theme, quote in chosen.items()}


def heard_at(reader: Person, account: Account, *, today: date) -> Heard:
    """Count the notes of an account over time, in one query."""
    rows = list(Note.objects.visible_to(reader).filter(account=account).values_list("heard_on", flat=True))
    by_month = [0] * MONTHS
    for on in rows:
        ago = (today.year - on.year) * 12 + today.month - on.month
        if 0 <= ago < MONTHS:
            by_month[MONTHS - 1 - ago] += 1
    start = today - timedelta(days=30)
    return Heard(
        by_month=tuple(by_month),
        n_notes=len(rows),
        n_month=sum(on > start for on in rows),
        n_before=sum(start - timedelta(days=30) < on <= start for on in rows),
    )


def said_at(reader: Person, account: Account) -> tuple[tuple[UsedHere, ...], tuple[WorksElsewhere, ...]]:
    """Tell which arguments were used at an account, and which ones accounts like it closed deals with; four queries.

    Sales reads the uses in the deals whose figures they may read, with what became of these. A result elsewhere is told
    over at least ``LEAST_IN_A_GROUP`` closed deals led by as many sellers.
    """
    is_sales = reader.role in SALES
    uses = ArgumentUse.objects.filter(opportunity__account=account)
    if is_sales:
        uses = uses.filter(opportunity__in=Opportunity.objects.visible_to(reader))
    here = list(
        uses.values("argument_id")
        .annotate(
            used=Count("id", filter=Q(verdict=Verdict.USED.value)),
            failed=Count("id", filter=Q(verdict=Verdict.DID_NOT_WORK.value)),
            wrong=Count("id", filter=Q(verdict=Verdict.WRONG.value)),
            won=Count("opportunity", distinct=True, filter=Q(opportunity__stage=Stage.WON.value)),
            lost=Count("opportunity", distinct=True, filter=Q(opportunity__stage=Stage.LOST.value)),
            last=Max("at"),
        )
        .order_by("-last", "argument_id")[:6]
    )
    elsewhere = used_elsewhere(account) if account.segment else []
    keys = {int(row["argument_id"]) for row in here} | {argument for argument, *_counts in elsewhere}
    told = (VersionStatus.PUBLISHED.value, VersionStatus.SUPERSEDED.value, VersionStatus.RETIRED.value)
    titles = {
        argument: (title, language)
        for argument, title, language in ArgumentVersion.objects.filter(argument__in=keys, status__in=told)
        .order_by("number")
        .values_list("argument_id", "title", "language")
    }
    public_ids = dict(Argument.objects.visible_to(reader).filter(pk__in=keys).values_list("pk", "public_id"))
    return (
        tuple(
            UsedHere(
                title=titles[row["argument_id"]][0],
                language=titles[row["argument_id"]][1],
                public_id=public_ids.get(row["argument_id"], ""),
                n_used=row["used"],
                n_did_not_work=row["failed"],
                n_wrong=row["wrong"],
                last_on=row["last"].date(),
                n_won=row["won"] if is_sales else 0,
                n_lost=row["lost"] if is_sales else 0,
            )
            for row in here
            if row["argument_id"] in titles
        ),
        tuple(
            WorksElsewhere(
                title=titles[argument][0],
                language=titles[argument][1],
                public_id=public_ids[argument],
                n_won=n_won,
                n_deals=n_deals,
                n_sellers=n_sellers,
            )
            for argument, n_deals, n_sellers, n_won in elsewhere
            if argument in public_ids and argument in titles
        )[:3],
    )


def used_elsewhere(account: Account) -> list[tuple[int, int, int, int]]:
    """Count the closed deals of similar accounts in which each argument was used, the most promising first.

    Similar means of the same segment. A use recorded after a deal had closed says nothing of it.

    Returns
    -------
    (argument, closed deals, their sellers, deals won).
    """
    rows = (
        ArgumentUse.objects.filter(
            verdict=Verdict.USED.value,
            opportunity__account__segment__iexact=account.segment,
            opportunity__stage__in=CLOSED_STAGES,
            recorded_at__date__lte=F("opportunity__closed_on"),
        )
        .exclude(opportunity__account=account)
        .values_list("argument_id")
        .annotate(
            n_deals=Count("opportunity", distinct=True),
            n_sellers=Count("person", distinct=True),
            n_won=Count("opportunity", distinct=True, filter=Q(opportunity__stage=Stage.WON.value)),
        )
        .filter(n_deals__gte=LEAST_IN_A_GROUP, n_sellers__gte=LEAST_IN_A_GROUP)
        .order_by()
    )
    # One more won and one more lost in each: a few deals all won do not pass before many that mostly were.
    return sorted(rows, key=lambda row: (-(row[3] + 1) / (row[1] + 2), row[0]))[:12]
