"""What is promised, and how much working time an answer took."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.clocks.promises import (
    LONGEST_HALF_DAYS,
    MAX_REASON,
    USUAL_HALF_DAYS,
    PromiseCode,
    check_promise,
    checked_reason,
    spent_half_days,
    spent_usually,
)
from liant.loop.values.errors import Invalid
from liant.loop.values.working_time import WorkCalendar, due_after

PARIS = WorkCalendar(zone=zoneinfo.ZoneInfo("Europe/Paris"))
THURSDAY = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


def test_every_promise_has_a_usual_length_that_may_be_promised() -> None:
    assert set(USUAL_HALF_DAYS) == set(PromiseCode)
    for half_days in USUAL_HALF_DAYS.values():
        check_promise(half_days)


@pytest.mark.parametrize("half_days", [0, -1, LONGEST_HALF_DAYS + 1])
def test_no_promise_is_empty_or_endless(half_days: int) -> None:
    with pytest.raises(Invalid) as refusal:
        check_promise(half_days)
    assert refusal.value.code == "clocks.promise_range"


@pytest.mark.parametrize(
    ("text", "code"), [("  ", "clocks.no_reason"), ("x" * (MAX_REASON + 1), "clocks.reason_too_long")]
)
def test_a_pause_says_what_for_in_a_sentence(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_reason(text)
    assert refusal.value.code == code
    assert checked_reason(" Which\n site? ") == "Which site?"


@pytest.mark.parametrize(("hours", "spent"), [(0, 0), (4, 1), (24, 2), (96, 4), (100, 5), (120, 6)])
def test_time_is_counted_in_working_half_days_over_a_weekend(hours: int, spent: int) -> None:
    due_at = due_after(THURSDAY, 4, PARIS)
    assert spent_half_days(4, due_at, THURSDAY + timedelta(hours=hours), PARIS) == spent


@given(promised=st.integers(1, 40), hours=st.integers(0, 24 * 60))
def test_time_spent_never_goes_back_and_passes_the_promise_only_when_late(promised: int, hours: int) -> None:
    due_at = due_after(THURSDAY, promised, PARIS)
    answered_at = THURSDAY + timedelta(hours=hours)
    spent = spent_half_days(promised, due_at, answered_at, PARIS)
    assert 0 <= spent <= spent_half_days(promised, due_at, answered_at + timedelta(hours=5), PARIS)
    assert spent <= promised or answered_at > due_at


def test_few_answers_say_nothing_of_how_long_one_takes() -> None:
    assert spent_usually([1, 2, 3, 4]) is None
    spent = spent_usually([4, 1, 3, 2, 5])
    assert spent is not None
    assert (spent.median, spent.low, spent.high, spent.n) == (3, 2, 4, 5)
