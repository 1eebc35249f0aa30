"""Where things lie in the pictures of the better plans: the same scale for what is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from liant.loop.plan.availability import DAYS_A_WEEK, monday_of
from liant.queries.plan_offers import DateChange, OfferView

#: Of the drawing, in its own units; dots at the ends stay inside.
WIDTH, MARGIN = 320, 10
#: At most so many weeks are named under the thread of time.
MOST_NAMED = 6


@dataclass(frozen=True, kw_only=True)
class Strip:
    """One request on the thread of time; None for what is not there."""

    before_x: float | None
    after_x: float | None
    needed_x: float | None


@dataclass(frozen=True, kw_only=True)
class WeekMark:
    """A Monday on the thread of time."""

    x: float
    monday: date


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The days that all strips of a page share."""

    first: date
    n_days: int

    def x(self, on: date) -> float:
        """Return the place of a day; what lies before is put at the beginning."""
        share = (max(on, self.first) - self.first).days / self.n_days
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)

    def strip(self, change: DateChange) -> Strip:
        """Place the days of one request."""
        days = (change.before, change.after, change.needed_on)
        before, after, needed = (None if on is None else self.x(on) for on in days)
        return Strip(before_x=before, after_x=after, needed_x=needed)

    def weeks(self) -> list[WeekMark]:
        """Name some weeks, evenly."""
        n_weeks = -(-self.n_days // DAYS_A_WEEK)
        every = max(1, -(-n_weeks // MOST_NAMED))
        mondays = (self.first + timedelta(days=DAYS_A_WEEK * week) for week in range(0, n_weeks, every))
        return [WeekMark(x=self.x(monday), monday=monday) for monday in mondays]


def scale_of(offers: Sequence[OfferView], today: date) -> Scale:
    """Choose the days that hold every change of every offer."""
    first = monday_of(today)
    days = [
        on
        for offer in offers
        for change in offer.changes
        for on in (change.before, change.after, change.needed_on)
        if on is not None
    ]
    last = max(days, default=first)
    return Scale(first=first, n_days=max(DAYS_A_WEEK, (last - first).days + 1))


def bar_width(value: int, most: int) -> float:
    """Return the length of a bar, in hundredths, beside the longest of those it is compared with."""
    return round(100 * value / most, 1) if most else 0.0
