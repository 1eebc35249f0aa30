"""Weigh themes: money, accounts, sellers, trend; weight ranks themes and never shapes them.

References
----------
Gamma-Poisson shrinkage of a rate: Gelman et al., Bayesian Data Analysis, section 2.6. The log rate ratio of two Poisson
counts has variance 1/a + 1/b; adding half a note to each count keeps it finite.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from liant.loop.values.estimate import Estimate

N_WEEKS = 26
RECENT_WEEKS = 6
#: Strength of the belief that a theme's rate does not change, in notes.
PRIOR_NOTES = 4.0
Z_90 = 1.6449


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One note as the scales see it: keys of who said it, about whom, about which open deal, and when."""

    account: int | None
    seller: int | None
    deal: int | None
    on: date


@dataclass(frozen=True, kw_only=True)
class Weight:
    """What a theme weighs.

    Attributes
    ----------
    stake_cents : amounts of the distinct open deals behind it, by currency.
    n_accounts, n_sellers, n_open_deals, n_notes : distinct counts.
    n_voices : distinct accounts, a note about none counting for its seller: one voice however often it speaks.
    weekly : notes per week, oldest first, ``N_WEEKS`` long, last one ends on the reference day.
    trend : share of all voices in the last ``RECENT_WEEKS`` over that of the weeks before; None without a note in the
        window.
    """

    stake_cents: dict[str, int]
    n_notes: int
    n_accounts: int
    n_sellers: int
    n_open_deals: int
    n_voices: int
    weekly: tuple[int, ...]
    trend: Estimate | None

    @property
    def is_one_account(self) -> bool:
        """Whether a single account carries the theme."""
        return self.n_accounts == 1

    @property
    def is_one_seller(self) -> bool:
        """Whether a single seller carries the theme."""
        return self.n_sellers == 1


def weekly_counts(days: Sequence[date], today: date, n_weeks: int = N_WEEKS) -> tuple[int, ...]:
    """Count notes per week, oldest first; the last week ends today."""
    counts = [0] * n_weeks
    for day in days:
        weeks_ago = (today - day) // timedelta(days=7)
        if 0 <= weeks_ago < n_weeks and day <= today:
            counts[n_weeks - 1 - weeks_ago] += 1
    return tuple(counts)


def voice_of(heard: Heard) -> tuple[str, int | None]:
    """Tell whose voice a note is: its account's, else its seller's."""
    return ("account", heard.account) if heard.account is not None else ("seller", heard.seller)


def weekly_voices(heard: Sequence[Heard], today: date) -> tuple[int, ...]:
    """Count distinct voices per week, oldest first: an account that says it ten times in a week counts once."""
    once = {(voice_of(h), (today - h.on) // timedelta(days=7)): h.on for h in heard if h.on <= today}
    return weekly_counts(list(once.values()), today)


def add_weeks(weeks: Iterable[Sequence[int]]) -> tuple[int, ...]:
    """Add up weekly counts, week by week."""
    return tuple(map(sum, zip(*weeks, strict=True)))


def rate_ratio(weekly: Sequence[int], overall: Sequence[int], recent: int = RECENT_WEEKS) -> Estimate | None:
    """Compare a theme's recent share of what is said with its earlier one, shrunk towards 1, with a 90 % interval.

    Parameters
    ----------
    weekly : counts of the theme, oldest week first.
    overall : counts of all themes together over the same weeks, at least those of the theme.

    Returns
    -------
    ratio above 1 for a growing theme; None when the window holds no note.

    Notes
    -----
    The exposure of a Poisson count is what was said in all: when sellers note twice as much, no theme grows by it.
    """
    late, early = sum(weekly[-recent:]), sum(weekly[:-recent])
    if late + early == 0:
        return None
    all_late, all_early = sum(overall[-recent:]), sum(overall[:-recent])
    pseudo = PRIOR_NOTES * (all_late + all_early) / (late + early)
    late_rate = (late + PRIOR_NOTES) / (all_late + pseudo)
    early_rate = (early + PRIOR_NOTES) / (all_early + pseudo)
    ratio = late_rate / early_rate
    spread = Z_90 * math.sqrt(1 / (late + PRIOR_NOTES) + 1 / (early + PRIOR_NOTES))
    return Estimate(
        value=ratio,
        low=ratio * math.exp(-spread),
        high=ratio * math.exp(spread),
        level=0.9,
        n=late + early,
        method="gamma-poisson ratio of shares",
    )


def weigh_theme(
    heard: Sequence[Heard], amount_by_deal: Mapping[int, tuple[str, int]], today: date, overall: Sequence[int]
) -> Weight:
    """Weigh one theme.

    Parameters
    ----------
    overall : weekly voices of all themes together, its own among them.
    amount_by_deal : currency and cents of the deals that are open; a closed deal is absent and weighs nothing.
    """
    deals = {h.deal for h in heard if h.deal is not None and h.deal in amount_by_deal}
    stake: dict[str, int] = {}
    for deal in sorted(deals):
        currency, cents = amount_by_deal[deal]
        stake[currency] = stake.get(currency, 0) + cents
    return Weight(
        stake_cents=stake,
        n_notes=len(heard),
        n_accounts=len({h.account for h in heard if h.account is not None}),
        n_sellers=len({h.seller for h in heard if h.seller is not None}),
        n_open_deals=len(deals),
        n_voices=len({voice_of(h) for h in heard}),
        weekly=weekly_counts([h.on for h in heard], today),
        trend=rate_ratio(weekly_voices(heard, today), overall),
    )


def rank_key(weight: Weight) -> tuple[bool, float, int, int]:
    """Order themes, heaviest first when sorted ascending: those of one voice last, then breadth and money, then notes.

    Notes
    -----
    Breadth is the geometric mean of distinct accounts and distinct sellers, so that one loud account or one insistent
    seller cannot carry a theme; money enters by its logarithm, that of the largest currency: amounts in different ones
    are never added.
    """
    money = max(weight.stake_cents.values(), default=0)
    breadth = math.sqrt(max(weight.n_accounts, 1) * max(weight.n_sellers, 1))
    mass = breadth * (1 + math.log10(1 + max(money, 0) / 100_000))
    return (min(weight.n_accounts, weight.n_sellers) <= 1, -mass, -weight.n_voices, -weight.n_notes)
