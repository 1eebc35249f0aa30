"""When a meeting comes again."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from liant.loop.values.working_time import WorkCalendar, add_working_days


class Rhythm(StrEnum):
    """How often a meeting comes."""

    ONCE = "once"
    WEEKLY = "weekly"
    TWO_WEEKS = "two_weeks"
    MONTHLY = "monthly"


class DayOff(StrEnum):
    """What becomes of a meeting that falls on a day off."""

    MOVE = "move"  # to the next working day
    SKIP = "skip"  # to its next time


#: A weekly meeting of a century.
MOST_TIMES = 5_200


def next_occurrence(
    *, first_on: date, after: date, rhythm: Rhythm, day_off: DayOff, calendar: WorkCalendar
) -> date | None:
    """Return the first day after a day on which a meeting is held; None when there is no more.

    Parameters
    ----------
    first_on : its first day, from Monday to Friday, which gives the weekday, and for a monthly one its place in the month
        ("second Tuesday").

    Notes
    -----
    Each time is counted from the first, never from the last one held: a meeting moved by a holiday comes back to its day. A
    monthly one on the fifth such weekday is held on the last one of the shorter months.
    """
    for number in range(MOST_TIMES):
        if number and rhythm == Rhythm.ONCE:
            return None
        day = nth_time(first_on, number, rhythm)
        if not calendar.is_working(day):
            if day_off == DayOff.SKIP and rhythm != Rhythm.ONCE:
                continue
            day = add_working_days(day, 1, calendar)
        if day > after:
            return day
    raise AssertionError("a meeting that is always on a day off")


def nth_time(first_on: date, number: int, rhythm: Rhythm) -> date:
    """Return the day of a meeting ``number`` times after the first, worked or not."""
    if rhythm == Rhythm.MONTHLY:
        return same_weekday(first_on, number)
    return first_on + timedelta(weeks=number * (2 if rhythm == Rhythm.TWO_WEEKS else 1))


def same_weekday(first_on: date, months: int) -> date:
    """Return the same weekday, at the same place in the month, some months later."""
    place = (first_on.day - 1) // 7
    years, month = divmod(first_on.month - 1 + months, 12)
    first_of_month = date(first_on.year + years, month + 1, 1)
    day = first_of_month + timedelta(days=(first_on.weekday() - first_of_month.weekday()) % 7, weeks=place)
    return day if day.month == first_of_month.month else day - timedelta(weeks=1)
