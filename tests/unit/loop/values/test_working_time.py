from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.values.working_time import (
    WorkCalendar,
    add_working_days,
    distance_to,
    due_after,
    easter,
    half_days_left,
    public_holidays,
    working_days_between,
)

PARIS = ZoneInfo("Europe/Paris")
CALENDAR = WorkCalendar(zone=PARIS)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def paris(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=PARIS)  # type: ignore[misc]


# Dates of Easter published by the Bureau des longitudes (Institut de mécanique céleste, Paris Observatory).
@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1818, date(1818, 3, 22)),
        (1943, date(1943, 4, 25)),
        (2000, date(2000, 4, 23)),
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_is_where_it_is_published(year: int, day: date) -> None:
    assert easter(year) == day


def test_the_eleven_public_holidays_of_2026_and_two_more_in_alsace_moselle() -> None:
    expected = """2026-01-01 2026-04-06 2026-05-01 2026-05-08 2026-05-14 2026-05-25 2026-07-14 2026-08-15 2026-11-01
    2026-11-11 2026-12-25""".split()
    assert sorted(map(str, public_holidays(2026))) == expected
    more = public_holidays(2026, is_alsace_moselle=True) - public_holidays(2026)
    assert more == {date(2026, 4, 3), date(2026, 12, 26)}


@pytest.mark.parametrize("is_alsace_moselle", [False, True])
def test_public_holidays_are_those_of_a_library_that_follows_the_law(is_alsace_moselle: bool) -> None:
    from holidays import country_holidays  # half a second and 44 MB: for the tests alone

    theirs = country_holidays("FR", subdiv="57" if is_alsace_moselle else None, years=range(2008, 2061))
    ours = {d for year in range(2008, 2061) for d in public_holidays(year, is_alsace_moselle=is_alsace_moselle)}
    assert ours == set(theirs)


@pytest.mark.parametrize("night", [paris(2026, 3, 27, 15), paris(2026, 10, 23, 15)])
def test_half_days_end_at_their_hour_whatever_the_clocks_do_over_the_weekend(night: datetime) -> None:
    due = due_after(night, 2, CALENDAR)
    assert (due.astimezone(PARIS).hour, due.astimezone(PARIS).weekday()) == (18, 0)


def test_two_working_days_step_over_a_weekend_a_holiday_and_a_closed_day() -> None:
    assert add_working_days(date(2026, 3, 12), 2, CALENDAR) == date(2026, 3, 16)
    assert add_working_days(date(2026, 4, 3), 1, CALENDAR) == date(2026, 4, 7)
    bridge = WorkCalendar(zone=PARIS, closed=frozenset({date(2026, 5, 15)}))
    assert add_working_days(date(2026, 5, 13), 1, bridge) == date(2026, 5, 18)
    assert add_working_days(date(2026, 3, 14), 0, CALENDAR) == date(2026, 3, 14)


@pytest.mark.parametrize(
    ("start", "half_days", "due"),
    [
        (paris(2026, 3, 12, 10), 4, paris(2026, 3, 16, 13)),  # Thursday morning
        (paris(2026, 3, 12, 15), 4, paris(2026, 3, 16, 18)),  # Thursday afternoon
        (paris(2026, 3, 13, 19), 1, paris(2026, 3, 16, 13)),  # Friday evening
        (paris(2026, 3, 14, 11), 4, paris(2026, 3, 17, 18)),  # Saturday
        (paris(2026, 4, 3, 9), 1, paris(2026, 4, 3, 18)),
        (paris(2026, 4, 3, 15), 2, paris(2026, 4, 7, 18)),  # over Easter Monday
    ],
)
def test_a_promise_ends_with_a_half_day(start: datetime, half_days: int, due: datetime) -> None:
    assert due_after(start, half_days, CALENDAR) == due


@pytest.mark.parametrize(
    ("start", "due"),
    [
        # Clocks go forward on Sunday 29 March 2026, back on Sunday 25 October: wall times hold, the distance in UTC moves.
        (paris(2026, 3, 27, 10), datetime(2026, 3, 31, 11, tzinfo=UTC)),
        (paris(2026, 3, 25, 10), datetime(2026, 3, 27, 12, tzinfo=UTC)),
        (paris(2026, 10, 23, 10), datetime(2026, 10, 27, 12, tzinfo=UTC)),
        (paris(2026, 10, 21, 10), datetime(2026, 10, 23, 11, tzinfo=UTC)),
    ],
)
def test_the_change_of_hour_moves_no_wall_time(start: datetime, due: datetime) -> None:
    assert due_after(start, 4, CALENDAR) == due


def test_the_half_day_is_that_of_the_place_not_of_greenwich() -> None:
    evening = datetime(2026, 7, 15, 22, 30, tzinfo=UTC)  # already Thursday the 16th in Paris
    assert due_after(evening, 1, CALENDAR) == paris(2026, 7, 16, 18)
    assert due_after(evening, 1, WorkCalendar(zone=UTC)) == datetime(2026, 7, 16, 13, tzinfo=UTC)


@given(MOMENTS, st.integers(1, 40))
def test_what_is_left_right_away_is_what_was_promised(start: datetime, half_days: int) -> None:
    assert half_days_left(start, due_after(start, half_days, CALENDAR), CALENDAR) == half_days


@given(MOMENTS, st.integers(1, 20), st.integers(0, 14 * 24))
def test_a_pause_of_no_length_changes_nothing(start: datetime, half_days: int, hours: int) -> None:
    due = due_after(start, half_days, CALENDAR)
    paused = start + timedelta(hours=hours)
    left = half_days_left(paused, due, CALENDAR)
    if left:
        assert due_after(paused, left, CALENDAR) == due


@given(MOMENTS, st.integers(1, 20))
def test_more_half_days_end_later_and_a_later_start_never_earlier(start: datetime, half_days: int) -> None:
    due = due_after(start, half_days, CALENDAR)
    assert start < due < due_after(start, half_days + 1, CALENDAR)
    assert due <= due_after(start + timedelta(hours=5), half_days, CALENDAR)
    assert CALENDAR.is_working(due.astimezone(PARIS).date())


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(0, 60))
def test_days_added_are_days_counted(day: date, n: int) -> None:
    assert working_days_between(day, add_working_days(day, n, CALENDAR), CALENDAR) == n


def test_days_and_weeks_are_counted_side_by_side() -> None:
    thursday = date(2026, 3, 12)
    ahead = distance_to(date(2026, 3, 16), thursday, CALENDAR)
    behind = distance_to(date(2026, 3, 6), thursday, CALENDAR)
    assert (ahead.days, ahead.weeks) == (2, 1)
    assert (behind.days, behind.weeks) == (-4, -1)
    assert (distance_to(thursday, thursday, CALENDAR).days, distance_to(thursday, thursday, CALENDAR).weeks) == (0, 0)
    new_year = distance_to(date(2027, 1, 4), date(2026, 12, 31), CALENDAR)
    assert (new_year.days, new_year.weeks) == (1, 1)


@pytest.mark.parametrize("half_days", [0, -1, 1_001])
def test_refuses_a_promise_out_of_range(half_days: int) -> None:
    with pytest.raises(ValueError, match="half-days"):
        due_after(paris(2026, 3, 12, 10), half_days, CALENDAR)


def test_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due_after(datetime(2026, 3, 12, 10), 1, CALENDAR)  # noqa: DTZ001
