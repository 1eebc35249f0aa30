"""Working time: days and half-days without weekends, French public holidays and the days a company is closed.

Sellers count in days, marketing in weeks: one moment is told both ways, as the distance of :func:`distance_to`.

References
----------
Code du travail, articles L. 3133-1 (the eleven public holidays) and L. 3134-13 (Alsace and Moselle).
J. Meeus, *Astronomical Algorithms*, 1991, chapter 8 (Easter in the Gregorian calendar).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache

#: A working day is two halves; a promise made inside one counts from the next.
HALVES = ((time(0), time(13)), (time(13), time(18)))
HALVES_A_DAY = len(HALVES)
#: Months and days of the holidays that do not move.
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
#: Days after Easter: Monday, Ascension, Whit Monday.
AFTER_EASTER = (1, 39, 50)
SATURDAY = 5
#: Nobody promises further than this many half-days (about two years).
MOST_HALF_DAYS = 1_000


@dataclass(frozen=True, kw_only=True)
class WorkCalendar:
    """When people work.

    Attributes
    ----------
    zone : where the halves of a day are told.
    is_alsace_moselle : two more public holidays there, Good Friday and 26 December.
    closed : days off of the company beside public holidays.
    """

    zone: tzinfo
    is_alsace_moselle: bool = False
    closed: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Tell whether people work on a day."""
        return (
            day.weekday() < SATURDAY
            and day not in self.closed
            and day not in public_holidays(day.year, is_alsace_moselle=self.is_alsace_moselle)
        )


@dataclass(frozen=True, kw_only=True)
class Distance:
    """How far a day is, counted both ways; negative when it has passed.

    Attributes
    ----------
    days : working days, 0 for today ("J+2").
    weeks : calendar weeks, 0 for this one ("S+1").
    """

    days: int
    weeks: int


def easter(year: int) -> date:
    """Compute Easter Sunday of a Gregorian year."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * m + 114, 31)
    return date(year, month, day + 1)


@cache
def public_holidays(year: int, *, is_alsace_moselle: bool = False) -> frozenset[date]:
    """List the public holidays of a year in France."""
    sunday = easter(year)
    days = {date(year, month, day) for month, day in FIXED} | {sunday + timedelta(days=n) for n in AFTER_EASTER}
    if is_alsace_moselle:
        days |= {sunday - timedelta(days=2), date(year, 12, 26)}
    return frozenset(days)


def add_working_days(day: date, n_days: int, calendar: WorkCalendar) -> date:
    """Return the ``n_days``-th working day after a day; the day itself does not count, worked or not."""
    for _ in range(n_days):
        day += timedelta(days=1)
        while not calendar.is_working(day):
            day += timedelta(days=1)
    return day


def working_days_between(first: date, last: date, calendar: WorkCalendar) -> int:
    """Count the working days after ``first`` up to ``last`` included; 0 when ``last`` is not later. Cost O(days)."""
    return sum(calendar.is_working(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def distance_to(day: date, today: date, calendar: WorkCalendar) -> Distance:
    """Tell how far a day is in working days and in calendar weeks."""
    ahead, behind = working_days_between(today, day, calendar), working_days_between(day, today, calendar)
    weeks = (_monday(day) - _monday(today)).days // 7
    return Distance(days=ahead - behind, weeks=weeks)


def due_after(start: datetime, half_days: int, calendar: WorkCalendar) -> datetime:
    """Return the end of the ``half_days``-th working half-day after the one in which ``start`` falls, in UTC.

    Two working days asked on a Thursday morning end on the Monday at 13:00; asked on the Thursday afternoon, on the Monday
    at 18:00; asked at night or on a day off, they count from the next morning.

    Parameters
    ----------
    start : aware.
    half_days : 1 to ``MOST_HALF_DAYS``.

    Raises
    ------
    ValueError : when ``half_days`` is out of range or ``start`` has no time zone.
    """
    if not 1 <= half_days <= MOST_HALF_DAYS:
        raise ValueError(f"a promise of {half_days} half-days")
    _check_aware(start)
    left = half_days
    for begins_at, ends_at in _halves_from(start, calendar):
        if begins_at > start:
            left -= 1
            if left == 0:
                return ends_at
    raise AssertionError("half-days never end")


def half_days_left(now: datetime, due_at: datetime, calendar: WorkCalendar) -> int:
    """Count the working half-days that begin after ``now`` and end by ``due_at``: what :func:`due_after` would be given."""
    _check_aware(now)
    n = 0
    for begins_at, ends_at in _halves_from(now, calendar):
        if ends_at > due_at:
            return n
        n += begins_at > now
    raise AssertionError("half-days never end")


def half_days_begun(since: datetime, until: datetime, calendar: WorkCalendar) -> int:
    """Count the working half-days that begin from ``since`` on and before ``until``."""
    _check_aware(since)
    n = 0
    for begins_at, _ends_at in _halves_from(since, calendar):
        if begins_at >= until:
            return n
        n += begins_at >= since
    raise AssertionError("half-days never end")


def _halves_from(moment: datetime, calendar: WorkCalendar) -> Iterator[tuple[datetime, datetime]]:
    """List the working half-days from the day of a moment on, in UTC: wall times, whatever the clocks did that night."""
    day = moment.astimezone(calendar.zone).date()
    while True:
        if calendar.is_working(day):
            for begins, ends in HALVES:
                yield (
                    datetime.combine(day, begins, calendar.zone).astimezone(UTC),
                    datetime.combine(day, ends, calendar.zone).astimezone(UTC),
                )
        day += timedelta(days=1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _check_aware(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
