"""Days in the short words of both sides: ``J+2`` of a seller, ``S+1`` or ``S12`` of a marketer; D and W in English."""

from __future__ import annotations

import re
from datetime import date, timedelta

from liant.loop.values.errors import Invalid
from liant.loop.values.working_time import WorkCalendar, add_working_days

#: Nobody counts further in short words, in days or in weeks.
MOST_AHEAD = 400
FRIDAY = 4
WHEN = re.compile(r"(?P<unit>[JDSW])\s*(?P<plus>\+)?\s*(?P<n>\d{1,3})", re.IGNORECASE)


def read_when(text: str, today: date, calendar: WorkCalendar) -> date:
    """Read a day from short words.

    ``J+2`` is the second working day from today, ``S+1`` the last working day of next week, ``S12`` the last working day of
    the next week of that number, this week included.

    Raises
    ------
    Invalid : ``when.unknown`` when the words are others, ``when.no_such_week`` when neither this year nor the next one has
        the week.
    """
    found = WHEN.fullmatch(text.strip())
    n = int(found["n"]) if found is not None else 0
    if found is None or n > MOST_AHEAD or (found["unit"].upper() in "JD" and not found["plus"]):
        raise Invalid(
            "“%(text)s” is not a day in short words.",
            code="when.unknown",
            hint="Write D+2 for two working days, W+1 for next week, W12 for week 12.",
            params={"text": text},
        )
    if found["unit"].upper() in "JD":
        return add_working_days(today, n, calendar)
    if found["plus"]:
        return _last_working_day(today + timedelta(weeks=n), calendar)
    return _last_working_day(_next_week_numbered(n, today), calendar)


def _next_week_numbered(number: int, today: date) -> date:
    this_year, this_week, _weekday = today.isocalendar()
    for year in (this_year, this_year + 1) if number >= this_week else (this_year + 1,):
        try:
            return date.fromisocalendar(year, number, 1)
        except ValueError:
            continue  # only some years have a week 53
    raise Invalid(
        "There is no week %(number)s this year or next.",
        code="when.no_such_week",
        hint="Weeks are numbered from 1 to 52, and to 53 in some years.",
        params={"number": number},
    )


def _last_working_day(day: date, calendar: WorkCalendar) -> date:
    """Return the last working day of the week of a day; its Friday when nobody works that week."""
    friday = day + timedelta(days=FRIDAY - day.weekday())
    days = (friday - timedelta(days=back) for back in range(FRIDAY + 1))
    return next((one for one in days if calendar.is_working(one)), friday)
