"""Read a client as sales does, in figures: pipeline, history, answers; closed or banded where the rights say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.db.models import Min, QuerySet

from liant.loop.values.money import band_of
from liant.loop.values.roles import MARKETING, SALES, Role
from liant.loop.values.stages import OPEN_STAGES, Stage
from liant.queries.crm import LEAST_DEALS_IN_A_SUM, DealLine, view_deal_line
from liant.queries.themes import Stake
from liant.store.models import Account, Note, Opportunity, OutcomeReason, Person, ThreadMessage

#: Deals of one account that are read; far more than any account has.
MOST_DEALS = 500
#: Answers are counted over the notes of so many days, and their delay is told from so many on.
ANSWERS_DAYS, LEAST_ANSWERS = 180, 5


@dataclass(frozen=True, kw_only=True)
class StageSum:
    """The open deals of one stage; ``width`` is their number over that of the fullest stage, in percent."""

    stage: str
    n: int
    stake: Stake
    width: float


@dataclass(frozen=True, kw_only=True)
class ClosedDeal:
    """A closed deal with its main reason, empty while nobody gave one."""

    line: DealLine
    reason: str


@dataclass(frozen=True, kw_only=True)
class ClientFigures:
    """An account in figures, as far as one reader's rights go.

    Attributes
    ----------
    is_masked : too few deals for marketing to read anything of them; every count is then 0.
    lost_for : (reason, lost deals whose main reason it is), most frequent first.
    opened, closed : the reader's own deals, or the teams'; empty for marketing.
    """

    is_masked: bool
    n_open: int
    n_won: int
    n_lost: int
    open_stake: Stake
    won_stake: Stake
    pipeline: tuple[StageSum, ...]
    lost_for: tuple[tuple[str, int], ...]
    opened: tuple[DealLine, ...]
    closed: tuple[ClosedDeal, ...]


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Notes of the last months that marketing answered, and the median days it took; None under ``LEAST_ANSWERS``."""

    n_notes: int
    n_answered: int
    median_days: float | None


def client_figures(reader: Person, account: Account, *, today: date) -> ClientFigures:
    """Read the deals of an account in two queries.

    Sales: those whose figures they may read, with amounts. Marketing: counts from ``LEAST_DEALS_IN_A_SUM`` deals on, and
    each amount over as many: a sum for a director, a band for a marketer.
    """
    rows = list(deals_read(reader, account)[:MOST_DEALS])
    if reader.role in MARKETING and len(rows) < LEAST_DEALS_IN_A_SUM:
        rows, is_masked = [], True
    else:
        is_masked = False
    primary = OutcomeReason.objects.filter(opportunity__account=account, is_primary=True)
    reasons = dict(primary.values_list("opportunity_id", "reason"))
    by_stage: dict[str, list[Opportunity]] = {}
    for row in rows:
        by_stage.setdefault(row.stage, []).append(row)
    still_open = [row for stage in OPEN_STAGES for row in by_stage.get(stage, [])]
    won, lost = by_stage.get(Stage.WON, []), by_stage.get(Stage.LOST, [])
    lost_for = Counter(reasons[row.pk] for row in lost if row.pk in reasons)
    closed = sorted((*won, *lost), key=lambda row: (row.closed_on or date.min, row.pk), reverse=True)
    is_sales = reader.role in SALES
    return ClientFigures(
        is_masked=is_masked,
        n_open=len(still_open),
        n_won=len(won),
        n_lost=len(lost),
        open_stake=stake_of(reader, still_open),
        won_stake=stake_of(reader, won),
        pipeline=pipeline_of(reader, by_stage),
        lost_for=tuple(sorted(lost_for.items(), key=lambda item: (-item[1], item[0]))),
        opened=tuple(view_deal_line(row, reader, today) for row in sorted(still_open, key=nearest)) if is_sales else (),
        closed=tuple(
            ClosedDeal(line=view_deal_line(row, reader, today), reason=reasons.get(row.pk, "")) for row in closed
        )
        if is_sales
        else (),
    )


def deals_read(reader: Person, account: Account) -> QuerySet[Opportunity]:
    """Select the deals of an account that a reader's figures are made of."""
    rows = Opportunity.objects.all() if reader.role in MARKETING else Opportunity.objects.visible_to(reader)
    return rows.filter(account=account).select_related("account", "owner").order_by("id")


def nearest(deal: Opportunity) -> tuple[date, int]:
    """Order open deals by their expected close, those without one last."""
    return deal.expected_close_on or date.max, deal.pk


def pipeline_of(reader: Person, by_stage: Mapping[str, Sequence[Opportunity]]) -> tuple[StageSum, ...]:
    """Sum the open deals by stage, in the order of a sale."""
    fullest = max([len(by_stage.get(stage, ())) for stage in OPEN_STAGES] + [1])
    return tuple(
        StageSum(
            stage=stage.value,
            n=len(by_stage[stage]),
            stake=stake_of(reader, by_stage[stage]),
            width=100 * len(by_stage[stage]) / fullest,
        )
        for stage in OPEN_STAGES
        if by_stage.get(stage)
    )


def stake_of(reader: Person, deals: Sequence[Opportunity]) -> Stake:
    """Add deals up for a reader: the sum, its band, or nothing when a single deal could be read off."""
    sums: dict[str, int] = {}
    for deal in deals:
        sums[deal.currency] = sums.get(deal.currency, 0) + (deal.amount_cents or 0)
    if reader.role in MARKETING and len(deals) < LEAST_DEALS_IN_A_SUM:
        return Stake(cents_by_currency={}, bands=(), n_deals=len(deals))
    if reader.role == Role.MARKETER:
        bands = tuple((currency, *band_of(cents)) for currency, cents in sorted(sums.items()))
        return Stake(cents_by_currency={}, bands=bands, n_deals=len(deals))
    return Stake(cents_by_currency={c: cents for c, cents in sums.items() if cents}, bands=(), n_deals=len(deals))


def answers_at(reader: Person, account: Account, *, today: date) -> Answers:
    """Tell how marketing answered what was noted at an account over the last months, in two queries."""
    since = today - timedelta(days=ANSWERS_DAYS)
    notes = Note.objects.visible_to(reader).filter(account=account, heard_on__gt=since)
    written = dict(notes.values_list("public_id", "created_at"))
    answered = (
        ThreadMessage.objects.filter(
            kind="note", object_id__in=written, author__role__in=list(MARKETING), withdrawn_at=None
        )
        .values_list("object_id")
        .annotate(first=Min("at"))
        .order_by()
    )
    days = [max(0.0, (first - written[public_id]).total_seconds() / 86_400) for public_id, first in answered]
    return Answers(
        n_notes=len(written),
        n_answered=len(days),
        median_days=median(days) if len(days) >= LEAST_ANSWERS else None,
    )
