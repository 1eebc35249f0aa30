"""What a request is to the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.plan.steps import MOST_HALF_DAYS_A_WEEK, due_week, steps_of, week_index, weight_of

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("skills", "half_days", "lead_weeks", "expected"),
    [
        (["writing", "design"], 8, 4, [("writing", 14.0, 2), ("design", 14.0, 2)]),
        (["writing", "design"], 3, 1, [("writing", 7.0, 1), ("design", 3.5, 1)]),
        (["events"], 4, 3, [("events", 14.0, 3)]),
        ([], 1, 5, [("", 3.5, 1)]),
        (["a", "b", "c"], 2, 1, [("a", 3.5, 1), ("b", 3.5, 1)]),
    ],
)
def test_work_is_cut_by_skill_over_the_weeks_it_takes(skills, half_days, lead_weeks, expected) -> None:
    steps = steps_of(skills, half_days, lead_weeks)
    assert [(step.skill, step.hours, step.weeks) for step in steps] == expected


@given(st.lists(st.sampled_from("abcdefg"), max_size=5, unique=True), st.integers(1, 120), st.integers(0, 52))
def test_no_half_day_is_lost_and_no_week_is_overfull(skills, half_days, lead_weeks) -> None:
    steps = steps_of(skills, half_days, lead_weeks)
    assert sum(step.hours for step in steps) == half_days * 3.5
    assert all(step.hours / step.weeks <= MOST_HALF_DAYS_A_WEEK * 3.5 for step in steps)
    assert sum(step.weeks for step in steps) >= min(lead_weeks, half_days)


@pytest.mark.parametrize(
    ("needed_on", "closes_on", "expected"),
    [
        (date(2026, 3, 20), None, 2),  # a Friday: work of that week is there
        (date(2026, 3, 19), None, 1),  # the Thursday before: it is not
        (None, date(2026, 3, 27), 2),  # a deal's date, less a week to use it
        (date(2026, 3, 20), date(2026, 3, 13), 2),  # what somebody typed counts
        (None, None, None),
        (date(2026, 2, 20), None, -2),
    ],
)
def test_work_of_a_week_is_there_on_its_friday(needed_on, closes_on, expected) -> None:
    assert due_week(needed_on, closes_on, MONDAY) == expected


def test_weeks_are_counted_from_the_first_monday() -> None:
    assert [week_index(day, MONDAY) for day in (MONDAY, date(2026, 3, 8), date(2026, 3, 9), date(2026, 3, 1))] == [
        0,
        0,
        1,
        -1,
    ]


def test_what_waits_weighs_more_and_never_too_much() -> None:
    assert weight_of([]) == 1.0
    assert weight_of([250_000_000]) == 30.0
    assert weight_of([6_250_000, 18_750_000]) == pytest.approx(20.0)
