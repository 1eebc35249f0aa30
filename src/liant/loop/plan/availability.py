"""How much of a person's time can be booked: the usual week, less absences, days off and what is kept back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from liant.loop.plan.problem import HALF_DAYS_A_WEEK
from liant.loop.values.errors import Invalid
from liant.loop.values.working_time import HALVES_A_DAY, WorkCalendar

DAYS_A_WEEK = 7
#: Thirty-five hours a week.
HOURS_A_HALF_DAY = 3.5
#: When the two halves of a working day begin and end, where a calendar asks for the hour.
HALF_DAY_HOURS = ((time(9), time(12, 30)), (time(14), time(17, 30)))
#: Of the hours of everybody, kept out of every plan for what nobody foresees, unless a director decides otherwise.
USUAL_BUFFER_PERCENT = 15
#: Of the time of a marketer, what goes to accepted requests unless somebody says otherwise; the rest is running work.
USUAL_PERCENT = 80
FULL_WEEK = frozenset(range(HALF_DAYS_A_WEEK))
#: Nobody is away longer in one go: what is longer is a change of the usual week.
LONGEST_ABSENCE = timedelta(days=400)

#: A day and its half: 0 for the morning, 1 for the afternoon.
HalfDay = tuple[date, int]


@dataclass(frozen=True, kw_only=True)
class Span:
    """Half-days in a row, both ends included."""

    first: HalfDay
    last: HalfDay


@dataclass(frozen=True, kw_only=True)
class WorkingTime:
    """When one person works.

    Attributes
    ----------
    half_days : of the usual week, 0 for Monday morning to 9 for Friday afternoon.
    percent : of that time that goes to accepted requests, 0 to 100.
    away : half-days of absence.
    """

    half_days: frozenset[int] = FULL_WEEK
    percent: int = USUAL_PERCENT
    away: frozenset[HalfDay] = frozenset()


def monday_of(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def last_working_day(day: date, calendar: WorkCalendar) -> date:
    """Return the last day of a week, up to a day, on which people work; its Monday when there is none."""
    while day.weekday() > 0 and not calendar.is_working(day):
        day -= timedelta(days=1)
    return day


def half_days_of(spans: Iterable[Span]) -> Iterator[HalfDay]:
    """List the half-days of spans, weekends included."""
    for span in spans:
        day, half = span.first
        while (day, half) <= span.last:
            yield day, half
            day, half = (day, 1) if half == 0 else (day + timedelta(days=1), 0)


def hours_of(on: date, half: int, *, is_whole_day: bool, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the moments at which a half-day, or the whole day, begins and ends where people work."""
    first, last = (0, 1) if is_whole_day else (half, half)
    begin, end = HALF_DAY_HOURS[first][0], HALF_DAY_HOURS[last][1]
    return datetime.combine(on, begin, zone), datetime.combine(on, end, zone)


def checked_span(span: Span) -> Span:
    """Refuse an absence that ends before it begins, or never.

    Raises
    ------
    Invalid : ``plan.absence_backwards``, ``plan.absence_too_long``.
    """
    if span.last < span.first:
        raise Invalid(
            "The absence ends before it begins.",
            code="plan.absence_backwards",
            hint="Give the first half-day away, then the last one.",
        )
    if span.last[0] - span.first[0] > LONGEST_ABSENCE:
        raise Invalid(
            "The absence is longer than a year.",
            code="plan.absence_too_long",
            hint="Change the usual week instead: it holds until it is changed again.",
        )
    return span


def check_percent(percent: int) -> None:
    """Refuse a share that is none.

    Raises
    ------
    Invalid : ``plan.percent``.
    """
    if not 0 <= percent <= 100:
        raise Invalid(
            "The share of time lies between 0 and 100.",
            code="plan.percent",
            hint="80 leaves a day a week for running work.",
        )


def free_half_days(working: WorkingTime, first_monday: date, n_weeks: int, calendar: WorkCalendar) -> frozenset[int]:
    """Return the half-days that a person works, numbered from 0, the first Monday morning, ten a week.

    Cost O(weeks).
    """
    found = set()
    for week in range(n_weeks):
        for place in working.half_days:
            day = first_monday + timedelta(days=week * DAYS_A_WEEK + place // HALVES_A_DAY)
            if calendar.is_working(day) and (day, place % HALVES_A_DAY) not in working.away:
                found.add(week * HALF_DAYS_A_WEEK + place)
    return frozenset(found)


def hours_by_week(
    working: WorkingTime, half_days: Iterable[int], n_weeks: int, *, buffer_percent: int = USUAL_BUFFER_PERCENT
) -> tuple[float, ...]:
    """Return the hours that can be booked in each week, of a person who works these half-days.

    The share for running work and the buffer for the unforeseen, in percent, are taken off.
    """
    counts = [0] * n_weeks
    for half_day in half_days:
        counts[half_day // HALF_DAYS_A_WEEK] += 1
    bookable = HOURS_A_HALF_DAY * working.percent / 100 * (100 - buffer_percent) / 100
    return tuple(round(count * bookable, 1) for count in counts)
