"""Weight: distinct voices, money once per deal, a trend with its interval."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.themes.weigh import (
    N_WEEKS,
    Heard,
    rank_key,
    rate_ratio,
    weekly_counts,
    weekly_voices,
    weigh_theme,
)

TODAY = date(2026, 3, 31)
#: What all themes together say, week by week.
WEEKS = (100,) * N_WEEKS


def heard(account: int | None = 1, seller: int | None = 1, deal: int | None = None, days_ago: int = 0) -> Heard:
    return Heard(account=account, seller=seller, deal=deal, on=TODAY - timedelta(days=days_ago))


def test_counts_each_open_deal_once_by_currency() -> None:
    notes = [heard(deal=1), heard(deal=1), heard(deal=2), heard(deal=3), heard(deal=9)]
    weight = weigh_theme(notes, {1: ("EUR", 500), 2: ("EUR", 250), 3: ("USD", 70)}, TODAY, WEEKS)
    assert weight.stake_cents == {"EUR": 750, "USD": 70}
    assert weight.n_open_deals == 3


def test_an_account_is_one_voice_however_often_it_speaks() -> None:
    weight = weigh_theme([heard(account=1) for _ in range(50)] + [heard(account=None, seller=4)], {}, TODAY, WEEKS)
    assert weight.n_voices == 2
    assert weight.n_notes == 51
    assert weight.is_one_account
    assert not weight.is_one_seller
    assert weekly_voices([heard() for _ in range(50)], TODAY)[-1] == 1


def test_one_loud_account_ranks_below_two_quiet_ones() -> None:
    loud = weigh_theme([heard(account=1, seller=s, deal=1) for s in range(30)], {1: ("EUR", 10**9)}, TODAY, WEEKS)
    quiet = weigh_theme([heard(account=1, seller=1), heard(account=2, seller=2)], {}, TODAY, WEEKS)
    assert rank_key(quiet) < rank_key(loud)


def test_never_adds_two_currencies() -> None:
    base = [heard(account=a, seller=a, deal=a) for a in (1, 2)]
    one = weigh_theme(base, {1: ("EUR", 10**8), 2: ("EUR", 10**8)}, TODAY, WEEKS)
    two = weigh_theme(base, {1: ("EUR", 10**8), 2: ("USD", 10**8)}, TODAY, WEEKS)
    assert rank_key(one) < rank_key(two)


def test_weeks_end_today_and_hold_seven_days() -> None:
    days = [TODAY, TODAY - timedelta(days=6), TODAY - timedelta(days=7), TODAY + timedelta(days=1)]
    counts = weekly_counts(days, TODAY)
    assert len(counts) == N_WEEKS
    assert counts[-2:] == (1, 2)
    assert sum(counts) == 3


@pytest.mark.parametrize(
    ("weekly", "verdict"),
    [([0] * 20 + [5] * 6, "grows"), ([5] * 20 + [0] * 6, "fades"), ([2] * 26, "steady"), ([0] * 25 + [1], "steady")],
)
def test_tells_growth_only_when_the_interval_does(weekly: list[int], verdict: str) -> None:
    trend = rate_ratio(weekly, WEEKS)
    assert trend is not None
    assert (trend.low > 1, trend.high < 1) == (verdict == "grows", verdict == "fades")
    assert trend.n == sum(weekly)


def test_a_steady_rate_has_ratio_one() -> None:
    trend = rate_ratio([3] * 26, WEEKS)
    assert trend is not None
    assert trend.value == pytest.approx(1)


def test_nothing_grows_because_people_note_more() -> None:
    noted = [2] * 20 + [8] * 6
    trend = rate_ratio(noted, [50 * n for n in noted])
    assert trend is not None
    assert trend.value == pytest.approx(1)
    alone = rate_ratio(noted, noted)
    assert alone is not None
    assert alone.value == pytest.approx(1), "a single theme has no share to win"


def test_a_first_week_has_no_trend_to_tell() -> None:
    trend = rate_ratio([0] * 25 + [30], [0] * 25 + [900])
    assert trend is not None
    assert trend.low < 1 < trend.high


def test_no_note_has_no_trend() -> None:
    assert rate_ratio([0] * 26, WEEKS) is None


@given(st.lists(st.integers(0, 30), min_size=26, max_size=26))
def test_the_interval_holds_its_value(weekly: list[int]) -> None:
    trend = rate_ratio(weekly, WEEKS)
    if trend is not None:
        assert 0 < trend.low <= trend.value <= trend.high
