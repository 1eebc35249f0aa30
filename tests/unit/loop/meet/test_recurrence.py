"""When a meeting comes again."""

from __future__ import annotations

import zoneinfo
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.meet.recurrence import DayOff, Rhythm, next_occurrence
from liant.loop.values.working_time import WorkCalendar

FRANCE = WorkCalendar(zone=zoneinfo.ZoneInfo("Europe/Paris"))
days = st.dates(date(2026, 1, 1), date(2030, 12, 31)).filter(lambda day: day.weekday() < 5)


def after(first_on: date, day: date, rhythm: Rhythm, day_off: DayOff = DayOff.MOVE) -> date | None:
    return next_occurrence(first_on=first_on, after=day, rhythm=rhythm, day_off=day_off, calendar=FRANCE)


@pytest.mark.parametrize(
    ("first_on", "day", "rhythm", "expected"),
    [
        ((2026, 3, 10), (2026, 3, 9), Rhythm.WEEKLY, (2026, 3, 10)),
        ((2026, 3, 10), (2026, 3, 10), Rhythm.WEEKLY, (2026, 3, 17)),
        ((2026, 3, 10), (2026, 3, 11), Rhythm.TWO_WEEKS, (2026, 3, 24)),
        ((2026, 3, 10), (2026, 3, 11), Rhythm.MONTHLY, (2026, 4, 14)),  # the second Tuesday
        ((2026, 3, 31), (2026, 4, 1), Rhythm.MONTHLY, (2026, 4, 28)),  # the fifth, else the last
        ((2026, 3, 30), (2026, 3, 30), Rhythm.WEEKLY, (2026, 4, 7)),  # Easter Monday moves to the Tuesday
        ((2026, 3, 30), (2026, 4, 7), Rhythm.WEEKLY, (2026, 4, 13)),  # and comes back to its day
        ((2026, 5, 1), (2026, 4, 1), Rhythm.ONCE, (2026, 5, 4)),
    ],
)
def test_each_time_is_counted_from_the_first(first_on, day, rhythm: Rhythm, expected) -> None:
    assert after(date(*first_on), date(*day), rhythm) == date(*expected)


def test_a_meeting_held_once_does_not_come_again() -> None:
    assert after(date(2026, 3, 10), date(2026, 3, 10), Rhythm.ONCE) is None


def test_a_meeting_that_is_skipped_waits_for_its_next_time() -> None:
    assert after(date(2026, 3, 30), date(2026, 3, 30), Rhythm.WEEKLY, DayOff.SKIP) == date(2026, 4, 13)


@given(
    days,
    st.integers(0, 700),
    st.sampled_from([Rhythm.WEEKLY, Rhythm.TWO_WEEKS, Rhythm.MONTHLY]),
    st.sampled_from(DayOff),
)
def test_it_is_always_later_and_always_on_a_working_day(first_on, n_days: int, rhythm, day_off) -> None:
    day = first_on + timedelta(days=n_days)
    found = after(first_on, day, rhythm, day_off)
    assert found is not None
    assert day < found <= day + timedelta(days=100)
    assert FRANCE.is_working(found)
