"""Write a calendar that other programs subscribe to (``.ics``): whole days, which no zone moves, and moments, in UTC."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import icalendar

#: How often programs are asked to look again.
REFRESH = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True)
class FeedEvent:
    """Whole days in a calendar, or some hours of one day.

    Attributes
    ----------
    uid : stays the same when the event moves.
    last_on : included.
    hours : aware; None for whole days. Hours take the time of whoever goes; whole days leave it free.
    """

    uid: str
    first_on: date
    last_on: date
    title: str
    url: str
    hours: tuple[datetime, datetime] | None = None


def write_feed(events: Iterable[FeedEvent], *, name: str, now: datetime) -> bytes:
    """Write events as one calendar."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Liant//Calendar//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for event in events:
        row = icalendar.Event()
        row.add("uid", event.uid)
        row.add("dtstamp", now)
        if event.hours is None:
            row.add("dtstart", event.first_on)
            row.add("dtend", event.last_on + timedelta(days=1))
        else:
            # A moment in UTC needs no rule of summer time: each program tells it in its reader's zone.
            begin, end = event.hours
            row.add("dtstart", begin.astimezone(UTC))
            row.add("dtend", end.astimezone(UTC))
        row.add("summary", event.title)
        row.add("url", event.url)
        row.add("transp", "TRANSPARENT" if event.hours is None else "OPAQUE")
        calendar.add_component(row)
    return bytes(calendar.to_ical())
