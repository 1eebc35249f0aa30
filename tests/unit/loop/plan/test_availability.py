"""What can be booked of somebody's time."""

from __future__ import annotations

from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.plan.availability import (
    FULL_WEEK,
    Span,
    WorkingTime,
    check_percent,
    checked_span,
    free_half_days,
    half_days_of,
    hours_by_week,
    monday_of,
)
from liant.loop.values.errors import Invalid
from liant.loop.values.working_time import WorkCalendar

CALENDAR = WorkCalendar(zone=UTC)
MONDAY = date(2026, 3, 2)


def free(working: WorkingTime, n_weeks: int = 1, calendar: WorkCalendar = CALENDAR) -> frozenset[int]:
    return free_half_days(working, MONDAY, n_weeks, calendar)


def test_a_full_week_gives_its_hours_less_running_work_and_the_buffer() -> None:
    working = WorkingTime()
    assert hours_by_week(working, free(working), 1) == (23.8,)  # 35 h x 80 % x 85 %
    assert hours_by_week(WorkingTime(percent=0), free(working), 1) == (0.0,)


def test_an_absence_takes_its_half_days_and_no_other() -> None:
    away = frozenset(half_days_of([Span(first=(date(2026, 3, 3), 1), last=(date(2026, 3, 5), 0))]))
    assert free(WorkingTime(away=away)) == FULL_WEEK - {3, 4, 5, 6}


def test_public_holidays_and_closed_days_are_not_worked() -> None:
    easter_monday = free_half_days(WorkingTime(), date(2026, 4, 6), 1, CALENDAR)
    assert easter_monday == FULL_WEEK - {0, 1}
    closed = WorkCalendar(zone=UTC, closed=frozenset({date(2026, 3, 6)}))
    assert free(WorkingTime(), calendar=closed) == FULL_WEEK - {8, 9}


def test_part_time_repeats_every_week() -> None:
    found = free(WorkingTime(half_days=FULL_WEEK - {4, 5}), n_weeks=2)
    assert found == {n for n in range(20) if n % 10 not in (4, 5)}


@given(st.sets(st.integers(0, 9)), st.sets(st.integers(0, 110), max_size=12))
def test_nobody_has_more_time_than_the_usual_week_nor_works_while_away(usual, away) -> None:
    half_days = frozenset((MONDAY + timedelta(days=n // 2), n % 2) for n in away)
    found = free(WorkingTime(half_days=frozenset(usual), away=half_days), n_weeks=8)
    assert {half_day % 10 for half_day in found} <= usual
    assert max(hours_by_week(WorkingTime(), found, 8)) <= 23.8
    assert len(found) >= 8 * len(usual) - len(away) - 2  # Easter Monday is in those weeks


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ((date(2026, 3, 3), 1), (date(2026, 3, 3), 0), "plan.absence_backwards"),
        ((date(2026, 3, 3), 0), (date(2028, 3, 3), 0), "plan.absence_too_long"),
    ],
)
def test_an_absence_that_is_none_is_refused(first, last, code) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_span(Span(first=first, last=last))
    assert refusal.value.code == code


def test_a_share_lies_between_nothing_and_all() -> None:
    check_percent(100)
    with pytest.raises(Invalid):
        check_percent(101)


def test_a_week_begins_on_monday() -> None:
    assert monday_of(date(2026, 3, 8)) == MONDAY
