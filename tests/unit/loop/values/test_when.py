from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.values.errors import Invalid
from liant.loop.values.when import read_when
from liant.loop.values.working_time import WorkCalendar, distance_to

CALENDAR = WorkCalendar(zone=ZoneInfo("Europe/Paris"))
THURSDAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("J+2", date(2026, 3, 16)),
        (" d + 2 ", date(2026, 3, 16)),
        ("J+0", THURSDAY),
        ("S+0", date(2026, 3, 13)),
        ("s+1", date(2026, 3, 20)),
        ("S11", date(2026, 3, 13)),  # this week
        ("W12", date(2026, 3, 20)),
        ("S19", date(2026, 5, 7)),  # Friday 8 May is a public holiday
        ("S10", date(2027, 3, 12)),  # has passed
        ("S53", date(2026, 12, 31)),  # Friday is New Year's Day
    ],
)
def test_short_words_are_days(text: str, day: date) -> None:
    assert read_when(text, THURSDAY, CALENDAR) == day


def test_the_29th_of_february_is_a_day_like_another() -> None:
    assert read_when("J+1", date(2028, 2, 28), CALENDAR) == date(2028, 2, 29)
    assert read_when("J+2", date(2028, 2, 28), CALENDAR) == date(2028, 3, 1)


def test_the_first_days_of_a_year_may_be_of_week_53() -> None:
    assert read_when("S53", date(2027, 1, 2), CALENDAR) == date(2026, 12, 31)
    assert read_when("S1", date(2027, 1, 2), CALENDAR) == date(2027, 1, 8)


@pytest.mark.parametrize("text", ["", "J2", "J+", "demain", "S+999", "J-1", "S+1 ou S+2"])
def test_other_words_are_refused(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_when(text, THURSDAY, CALENDAR)
    assert refusal.value.code == "when.unknown"


@pytest.mark.parametrize("text", ["S0", "S54"])
def test_a_week_that_no_year_has_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_when(text, THURSDAY, CALENDAR)
    assert refusal.value.code == "when.no_such_week"


def test_a_year_of_52_weeks_has_no_week_53() -> None:
    with pytest.raises(Invalid):
        read_when("S53", date(2027, 6, 1), CALENDAR)


@given(n=st.integers(0, 60), start=st.dates(date(2024, 1, 1), date(2032, 12, 31)))
def test_what_is_written_is_what_is_counted(n: int, start: date) -> None:
    assert distance_to(read_when(f"S+{n}", start, CALENDAR), start, CALENDAR).weeks == n
    today = start + timedelta(days=(7 - start.weekday()) % 7)
    assert distance_to(read_when(f"J+{n}", today, CALENDAR), today, CALENDAR).days == n
