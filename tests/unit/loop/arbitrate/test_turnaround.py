"""What marketing usually takes is learnt from the last deliveries, or said not to be known."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from liant.loop.arbitrate.turnaround import LAST, LEAST, ask_by, size_of, turnaround_of

DAYS = st.lists(st.integers(0, 400), max_size=30)


def test_too_few_deliveries_say_nothing() -> None:
    assert turnaround_of([28, 30]) is None
    assert size_of(8, [12, 12]).half_days == 8
    assert size_of(8, [12, 12]).n == 0


def test_half_take_the_usual_time_and_four_fifths_the_safe_one() -> None:
    found = turnaround_of([14, 21, 28, 28, 28, 30, 30, 35, 42, 90])
    assert found is not None
    assert (found.n, found.usual_days, found.safe_days) == (10, 29, 35)


def test_only_the_last_ten_deliveries_count() -> None:
    found = turnaround_of([300] * 5 + [10] * 10)
    assert found is not None
    assert (found.n, found.usual_days) == (10, 10)
    assert size_of(8, [40] * 5 + [6] * 10).half_days == 6


def test_the_last_day_to_ask_leaves_the_safe_time() -> None:
    found = turnaround_of([7, 14, 21, 28, 28])
    assert found is not None
    assert ask_by(date(2026, 3, 31), found) == date(2026, 3, 3)


@given(DAYS)
def test_the_safe_time_is_never_shorter_than_the_usual_one(days: list[int]) -> None:
    found = turnaround_of(days)
    if len(days) < LEAST:
        assert found is None
    else:
        assert found is not None
        assert found.usual_days <= found.safe_days + (found.n < 2)
        assert found.n == min(len(days), LAST)


@given(DAYS, st.randoms())
def test_the_order_inside_the_last_ten_changes_nothing(days: list[int], rng) -> None:
    last = days[-LAST:]
    shuffled = last.copy()
    rng.shuffle(shuffled)
    assert turnaround_of(shuffled) == turnaround_of(last)
